package etude.tuner.probe;

import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.CorruptFileException;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import etude.trainer.files.WriteFailures;
import etude.tuner.page.PageFile;
import etude.tuner.probe.SizeResult.Failed;
import etude.tuner.probe.SizeResult.Measured;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The files of a probe.
 *
 * @param directory they are in
 */
public record ProbeFiles(Path directory) {
    /** Everything, for machines; a probe that was cut off goes on from it. */
    public Path json() {
        return directory.resolve("probe.json");
    }

    /** One line per size. */
    public Path csv() {
        return directory.resolve("probe.csv");
    }

    /** For people. */
    public Path html() {
        return directory.resolve("probe.html");
    }

    Path logs() {
        return directory.resolve("logs");
    }

    void write(ProbeResult result, Reading reading) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", result.name());
        json.put("mode", result.mode().name());
        json.put("command", result.command());
        json.put("started", result.started());
        json.put("machine", result.machine());
        json.put("memory_bytes", result.memory());
        json.put("setup", result.setup());
        json.put("key", result.key().facts());
        json.put("sizes", result.rows().stream().map(ProbeFiles::row).toList());
        json.put("reading", reading.json());
        AtomicFiles.write(json(), Json.file(json));
        AtomicFiles.write(csv(), ProbeCsv.of(result).getBytes(StandardCharsets.UTF_8));
    }

    void writePage(ProbeResult result, Reading reading) {
        PageFile.write(html(), ProbePage.of(result, reading));
    }

    /** Renames the results that are here, so that others can be written. */
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

    private static Map<String, Object> row(SizeResult result) {
        return Map.of(
                "state",
                result instanceof Failed failed ? failed.failure().name() : "MEASURED",
                "result",
                result);
    }

    /**
     * What a probe left here; empty where there is none.
     *
     * @throws CorruptFileException when the file is something else
     */
    Optional<Earlier> read() {
        if (!Files.exists(json())) {
            return Optional.empty();
        }
        try {
            JsonNode json = Json.parse(Files.readAllBytes(json()));
            Map<String, String> key = new LinkedHashMap<>();
            json.path("key").properties().forEach(e -> key.put(e.getKey(), e.getValue().asText()));
            SortedMap<Integer, SizeResult> sizes = new TreeMap<>();
            for (JsonNode row : json.path("sizes")) {
                SizeResult result = result(row);
                sizes.put(result.batchSize(), result);
            }
            return Optional.of(
                    new Earlier(new ProbeKey(key), json.path("memory_bytes").asLong(), sizes));
        } catch (IOException e) {
            throw new CorruptFileException(
                    json(), "the results of a probe", String.valueOf(e.getMessage()));
        }
    }

    private static SizeResult result(JsonNode row) throws IOException {
        Class<? extends SizeResult> type =
                row.path("state").asText().equals("MEASURED") ? Measured.class : Failed.class;
        return Json.value(row.path("result"), type);
    }

    /** What can be reused of an earlier probe. */
    record Earlier(ProbeKey key, long memory, SortedMap<Integer, SizeResult> sizes) {}
}
