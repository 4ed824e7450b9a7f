package etude.tuner.probe;

import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.CorruptFileException;
import etude.trainer.files.Json;
import etude.trainer.timing.Setup;
import etude.tuner.probe.SizeResult.Measured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything a probe knows so far; one that was cut off goes on from it.
 *
 * @param name of the config
 * @param mode what was probed
 * @param command that made it
 * @param started in ISO format, UTC
 * @param key what the results depend on
 * @param setup what the config builds
 * @param memory bytes that a size may use; 0 where not known
 * @param sizes results by batch size
 * @param confirmations what came of training sizes longer that would be recommended, by batch size
 * @param ranks that shared each batch
 * @param alone what one of them takes for its part of a batch when no other trains
 */
record ProbeResult(
        String name,
        ProbeMode mode,
        List<String> command,
        String started,
        ProbeKey key,
        Setup setup,
        long memory,
        SortedMap<Integer, SizeResult> sizes,
        SortedMap<Integer, SizeResult> confirmations,
        int ranks,
        Optional<SizeResult> alone) {
    ProbeResult {
        command = List.copyOf(command);
        sizes = Collections.unmodifiableSortedMap(new TreeMap<>(sizes));
        confirmations = Collections.unmodifiableSortedMap(new TreeMap<>(confirmations));
    }

    /** The files of the probe in a directory. */
    static ResultFiles files(Path directory) {
        return new ResultFiles(directory, "probe");
    }

    /** With one more size, or with the better result of one that was measured again. */
    ProbeResult with(SizeResult result) {
        SortedMap<Integer, SizeResult> more = new TreeMap<>(sizes);
        more.merge(
                result.batchSize(),
                result,
                (earlier, again) -> earlier instanceof Measured first ? first.or(again) : again);
        return with(more, confirmations, alone);
    }

    /** With what came of training a size longer. */
    ProbeResult confirmed(SizeResult result) {
        SortedMap<Integer, SizeResult> more = new TreeMap<>(confirmations);
        more.put(result.batchSize(), result);
        return with(sizes, more, alone);
    }

    /** With what one rank takes by itself. */
    ProbeResult alone(SizeResult result) {
        return with(sizes, confirmations, Optional.of(result));
    }

    private ProbeResult with(
            SortedMap<Integer, SizeResult> newSizes,
            SortedMap<Integer, SizeResult> newConfirmations,
            Optional<SizeResult> newAlone) {
        return new ProbeResult(
                name,
                mode,
                command,
                started,
                key,
                setup,
                memory,
                newSizes,
                newConfirmations,
                ranks,
                newAlone);
    }

    /** What came of training a size longer; empty where nobody did. */
    Optional<SizeResult> confirmation(int batchSize) {
        return Optional.ofNullable(confirmations.get(batchSize));
    }

    /** Smallest size first. */
    Collection<SizeResult> rows() {
        return sizes.values();
    }

    /** Those that fit. */
    List<Measured> measured() {
        return rows().stream()
                .filter(Measured.class::isInstance)
                .map(Measured.class::cast)
                .toList();
    }

    /** The one of a size; empty where that was not measured. */
    Optional<Measured> measured(int batchSize) {
        return Optional.ofNullable(sizes.get(batchSize))
                .filter(Measured.class::isInstance)
                .map(Measured.class::cast);
    }

    /** Bytes of memory a size needs, as {@link #memory} counts them. */
    long needed(Measured size) {
        long longer =
                confirmation(size.batchSize()).stream()
                        .filter(Measured.class::isInstance)
                        .mapToLong(result -> counted((Measured) result))
                        .findFirst()
                        .orElse(0);
        return Math.max(counted(size), longer);
    }

    private long counted(Measured size) {
        return setup.gpu() ? size.memory().device() : size.memory().allocated();
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("mode", mode.name());
        json.put("command", command);
        json.put("started", started);
        json.put("machine", key.machine());
        json.put("memory_bytes", memory);
        json.put("setup", setup);
        json.put("key", key.facts());
        json.put("sizes", rows().stream().map(SizeResult::json).toList());
        if (!confirmations.isEmpty()) {
            json.put(
                    "confirmations",
                    confirmations.values().stream().map(SizeResult::json).toList());
        }
        if (ranks > 1) {
            json.put("ranks", ranks);
        }
        alone.ifPresent(result -> json.put("one_rank_alone", result.json()));
        return json;
    }

    /**
     * What a probe left here; empty where there is none.
     *
     * @throws CorruptFileException when the file is something else
     */
    static Optional<ProbeResult> read(ResultFiles files) {
        if (!Files.exists(files.json())) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(Json.parse(Files.readAllBytes(files.json()))));
        } catch (IOException e) {
            throw new CorruptFileException(
                    files.json(), "the results of a probe", String.valueOf(e.getMessage()));
        }
    }

    private static ProbeResult of(JsonNode json) throws IOException {
        Map<String, String> key = new LinkedHashMap<>();
        json.path("key").properties().forEach(e -> key.put(e.getKey(), e.getValue().asText()));
        return new ProbeResult(
                json.path("name").asText(),
                Json.value(json.path("mode"), ProbeMode.class),
                List.of(Json.value(json.path("command"), String[].class)),
                json.path("started").asText(),
                new ProbeKey(key),
                Json.value(json.path("setup"), Setup.class),
                json.path("memory_bytes").asLong(),
                results(json.path("sizes")),
                results(json.path("confirmations")),
                json.path("ranks").asInt(1),
                json.has("one_rank_alone")
                        ? Optional.of(SizeResult.read(json.path("one_rank_alone")))
                        : Optional.empty());
    }

    private static SortedMap<Integer, SizeResult> results(JsonNode rows) throws IOException {
        SortedMap<Integer, SizeResult> results = new TreeMap<>();
        for (JsonNode row : rows) {
            SizeResult result = SizeResult.read(row);
            results.put(result.batchSize(), result);
        }
        return results;
    }
}
