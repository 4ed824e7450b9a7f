package etude.trainer.bench;

import etude.trainer.config.ConfigLoader;
import etude.trainer.loop.StepArchives;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes the kernels of workloads for {@code scripts/gpu-check}. Arguments: {@code FOLDER
 * WORKLOAD.yaml...}; each workload gets a folder of its name in it.
 */
final class ArchivesMain {
    private ArchivesMain() {}

    public static void main(String[] arguments) throws IOException {
        for (String file : List.of(arguments).subList(1, arguments.length)) {
            String name = Path.of(file).getFileName().toString().replace(".yaml", "");
            StepArchives.write(
                    ConfigLoader.load(Path.of(file), List.of()),
                    Path.of(arguments[0]).resolve(name));
        }
    }
}
