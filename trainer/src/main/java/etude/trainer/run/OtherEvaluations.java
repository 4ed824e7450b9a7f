package etude.trainer.run;

import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import etude.trainer.files.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run reached on data that are none of its splits, as {@code other_evaluations.json} keeps
 * it. If they are its test examples, the look is in {@link TestEvaluations} too.
 *
 * @param all in their order
 */
public record OtherEvaluations(List<OtherEvaluation> all) {
    private static final String LIST = "other_evaluations";

    /**
     * One of them.
     *
     * @param data file or folder
     * @param labels the table of its labels, where there is one
     * @param examples how many
     * @param digest of at most 1,024 of them, evenly spaced, by which to tell whether the data are
     *     still the same
     * @param look when, which checkpoint, what it showed, by which command
     */
    public record OtherEvaluation(
            Path data,
            Optional<Path> labels,
            int examples,
            String digest,
            TestEvaluations.Look look) {
        private Map<String, Object> members() {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("data", data.toString());
            labels.ifPresent(table -> members.put("labels", table.toString()));
            members.put("examples", examples);
            members.put("digest", digest);
            members.putAll(look.members());
            return members;
        }

        private static OtherEvaluation read(JsonObject object) throws IOException {
            return new OtherEvaluation(
                    Path.of(object.text("data")),
                    object.optionalText("labels").map(Path::of),
                    object.count("examples"),
                    object.text("digest"),
                    TestEvaluations.Look.read(object));
        }
    }

    public OtherEvaluations {
        all = List.copyOf(all);
    }

    /** Of a run that knows only its own splits. */
    public static OtherEvaluations none() {
        return new OtherEvaluations(List.of());
    }

    /**
     * Those of a run; none where the file is missing.
     *
     * @throws CorruptFileException when the file is not what is written here
     */
    public static OtherEvaluations read(RunDirectory run) {
        return Json.read(
                        run.otherEvaluations(),
                        "the evaluations on other data",
                        OtherEvaluations::of)
                .orElseGet(OtherEvaluations::none);
    }

    private static OtherEvaluations of(JsonObject object) throws IOException {
        List<OtherEvaluation> all = new ArrayList<>();
        for (JsonNode one : object.list(LIST)) {
            all.add(OtherEvaluation.read(new JsonObject(one)));
        }
        return new OtherEvaluations(all);
    }

    /**
     * Records a further one.
     *
     * @throws EtudeException when the directory cannot be written to
     */
    static void add(RunDirectory run, OtherEvaluation evaluation) {
        List<Object> all = new ArrayList<>();
        read(run).all().forEach(earlier -> all.add(earlier.members()));
        all.add(evaluation.members());
        AtomicFiles.write(run.otherEvaluations(), Json.file(Map.of(LIST, all)));
    }
}
