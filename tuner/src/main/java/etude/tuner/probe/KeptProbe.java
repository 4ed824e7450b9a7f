package etude.tuner.probe;

import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.trainer.files.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a probe of training on this machine left, for whoever decides by it.
 *
 * @param config that was probed, with every default, without its batch size
 * @param ended whether all sizes were tried
 * @param recommended the size to use; empty where none is
 * @param knee from which on each doubling gains less than half of what perfect scaling would; empty
 *     where the last one gained more
 * @param secondsPerStep the median, by batch size
 * @param unsteady sizes whose times were not steady
 * @param answer its first sentence
 */
public record KeptProbe(
        String config,
        boolean ended,
        OptionalInt recommended,
        OptionalInt knee,
        SortedMap<Integer, Double> secondsPerStep,
        List<Integer> unsteady,
        String answer) {
    public KeptProbe {
        secondsPerStep = Collections.unmodifiableSortedMap(new TreeMap<>(secondsPerStep));
        unsteady = List.copyOf(unsteady);
    }

    /**
     * Whether the machine was too busy to tell sizes apart: most of their times were not steady.
     */
    public boolean isOfBusyMachine() {
        return 2 * unsteady.size() > secondsPerStep.size();
    }

    /**
     * Reads it; empty where there is none, or one of evaluation or of another machine.
     *
     * @throws EtudeException when the files are something else
     */
    public static Optional<KeptProbe> read(Path directory) {
        ResultFiles files = ProbeResult.files(directory);
        return ProbeResult.read(files)
                .filter(probe -> probe.key().isOfTrainingHere())
                .map(probe -> of(probe, reading(files), Files.exists(files.html())));
    }

    private static KeptProbe of(ProbeResult probe, JsonNode reading, boolean ended) {
        SortedMap<Integer, Double> seconds = new TreeMap<>();
        probe.measured()
                .forEach(size -> seconds.put(size.batchSize(), size.timing().seconds().median()));
        return new KeptProbe(
                probe.key().config(),
                ended,
                size(reading.path("recommended")),
                size(reading.path("knee")),
                seconds,
                sizes(reading.path("unsteady")),
                reading.path("sentences").path(0).asText());
    }

    private static List<Integer> sizes(JsonNode said) {
        List<Integer> sizes = new ArrayList<>();
        said.forEach(size -> sizes.add(size.asInt()));
        return sizes;
    }

    private static OptionalInt size(JsonNode said) {
        return said.isInt() ? OptionalInt.of(said.asInt()) : OptionalInt.empty();
    }

    private static JsonNode reading(ResultFiles files) {
        try {
            return Json.parse(Files.readAllBytes(files.json())).path("reading");
        } catch (IOException e) {
            throw new CorruptFileException(
                    files.json(), "the results of a probe", String.valueOf(e.getMessage()));
        }
    }
}
