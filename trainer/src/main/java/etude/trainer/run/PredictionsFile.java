package etude.trainer.run;

import etude.datasets.ExampleSpec;
import etude.datasets.Target;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import etude.trainer.loop.Predicted;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Predictions as JSON lines, one example each: {@code example} (where it comes from), {@code
 * label}, {@code predicted} and {@code probability} for classes; for tokens the text positions'
 * labels and predictions as arrays; for regression {@code target}, the true value, and {@code
 * value}, the predicted one.
 */
final class PredictionsFile {
    private PredictionsFile() {}

    /** Writes the file whole. */
    static void write(Path path, ExampleSpec spec, List<Predicted> predictions) {
        StringBuilder lines = new StringBuilder();
        for (Predicted prediction : predictions) {
            lines.append(Json.line(members(spec, prediction))).append('\n');
        }
        AtomicFiles.write(path, lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Object> members(ExampleSpec spec, Predicted prediction) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("example", prediction.example());
        if (prediction instanceof Predicted.Value number) {
            members.put("target", number.target());
            members.put("value", number.value());
            return members;
        }
        Predicted.Classes classes = (Predicted.Classes) prediction;
        if (spec.target() instanceof Target.Classes target) {
            members.put("label", target.names().get(classes.labels()[0]));
            members.put("predicted", target.names().get(classes.predicted()[0]));
            members.put("probability", classes.probabilities()[0]);
        } else {
            members.put("labels", classes.labels());
            members.put("predicted", classes.predicted());
            members.put("probabilities", classes.probabilities());
        }
        return members;
    }
}
