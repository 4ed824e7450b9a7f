package etude.trainer.run;

import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import etude.trainer.files.JsonObject;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How often a run was evaluated on the test split, as {@code test_evaluations.json} keeps it: what
 * is chosen after a look at the test examples is chosen by them.
 *
 * @param looks in their order
 */
public record TestEvaluations(List<Look> looks) {
    /**
     * One of them.
     *
     * @param step of the checkpoint
     * @param command that was typed
     */
    public record Look(Instant time, long step, Map<String, Double> metrics, List<String> command) {
        public Look {
            metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
            command = List.copyOf(command);
        }

        Map<String, Object> members() {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("time", time.toString());
            members.put("step", step);
            members.put("metrics", metrics);
            members.put("command", command);
            return members;
        }

        static Look read(JsonObject object) throws IOException {
            try {
                return new Look(
                        Instant.parse(object.text("time")),
                        object.whole("step"),
                        object.numbers("metrics"),
                        object.texts("command"));
            } catch (DateTimeException e) {
                throw new IOException("time is none: " + e.getMessage(), e);
            }
        }
    }

    public TestEvaluations {
        looks = List.copyOf(looks);
    }

    /** How many there were. */
    public int count() {
        return looks.size();
    }

    /**
     * Those of a run; none where the file is missing.
     *
     * @throws CorruptFileException when the file is not what is written here
     */
    public static TestEvaluations read(RunDirectory run) {
        return Json.read(
                        run.testEvaluations(),
                        "the evaluations on the test split",
                        TestEvaluations::of)
                .orElse(new TestEvaluations(List.of()));
    }

    private static TestEvaluations of(JsonObject object) throws IOException {
        List<Look> looks = new ArrayList<>();
        for (JsonNode look : object.json().path("test_evaluations")) {
            looks.add(Look.read(new JsonObject(look)));
        }
        return new TestEvaluations(looks);
    }

    /**
     * Records a further look.
     *
     * @throws EtudeException when the directory cannot be written to
     */
    public static void add(RunDirectory run, Look look) {
        List<Object> all = new ArrayList<>();
        read(run).looks().forEach(earlier -> all.add(earlier.members()));
        all.add(look.members());
        AtomicFiles.write(run.testEvaluations(), Json.file(Map.of("test_evaluations", all)));
    }
}
