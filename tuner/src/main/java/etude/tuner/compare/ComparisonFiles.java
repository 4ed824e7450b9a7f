package etude.tuner.compare;

import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import etude.tuner.page.PageFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The results of a comparison.
 *
 * @param directory they are in, which is also the study's
 */
public record ComparisonFiles(Path directory) {
    /** Everything, for machines. */
    public Path json() {
        return directory.resolve("steps.json");
    }

    /** One line per size. */
    public Path csv() {
        return directory.resolve("steps.csv");
    }

    /** For people. */
    public Path html() {
        return directory.resolve("steps.html");
    }

    void write(Comparison comparison, Origin origin) {
        AtomicFiles.write(json(), Json.file(ComparisonJson.of(comparison, origin)));
        AtomicFiles.write(csv(), ComparisonCsv.of(comparison).getBytes(StandardCharsets.UTF_8));
        PageFile.write(html(), ComparisonPage.of(comparison, origin));
    }
}
