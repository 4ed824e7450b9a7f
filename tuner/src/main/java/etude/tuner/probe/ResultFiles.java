package etude.tuner.probe;

import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import etude.trainer.files.WriteFailures;
import etude.tuner.page.Page;
import etude.tuner.page.PageFile;
import etude.tuner.text.Csv;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The files that say what came of batch sizes.
 *
 * @param directory they are in
 * @param name of each, without its extension
 */
public record ResultFiles(Path directory, String name) {
    /** Everything, for machines. */
    Path json() {
        return directory.resolve(name + ".json");
    }

    /** Everything in a table, a row per size. */
    public Path csv() {
        return directory.resolve(name + ".csv");
    }

    /** For people. */
    public Path html() {
        return directory.resolve(name + ".html");
    }

    /**
     * Writes the data.
     *
     * @param table the names of its columns, and a row per size
     */
    public void write(Map<String, Object> json, List<List<Object>> table) {
        AtomicFiles.write(json(), Json.file(json));
        AtomicFiles.write(csv(), Csv.of(table).getBytes(StandardCharsets.UTF_8));
    }

    /** Writes the page, with the data of its plots beside it. */
    public void write(Page page) {
        PageFile.write(html(), page);
    }

    /** Renames what is here, so that others can be written. */
    void putAside(Consumer<String> notes) {
        int number = 1;
        while (Files.exists(aside(json(), number))) {
            number++;
        }
        try {
            for (Path file : List.of(csv(), html(), json())) {
                if (Files.exists(file)) {
                    Files.move(file, aside(file, number));
                }
            }
        } catch (IOException e) {
            throw WriteFailures.explain("probe", directory, "the earlier results are intact", e);
        }
        notes.accept("the earlier results are now in " + aside(json(), number));
    }

    private static Path aside(Path file, int number) {
        return file.resolveSibling(
                file.getFileName().toString().replaceFirst("\\.", ".old-" + number + "."));
    }
}
