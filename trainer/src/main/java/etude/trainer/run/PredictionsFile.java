package etude.trainer.run;

import etude.datasets.encoding.Encoding;
import etude.datasets.preprocessing.Preprocessing;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import etude.trainer.loop.Predicted;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Predictions as JSON lines, one example each: {@code example} (where it comes from), {@code
 * label}, {@code predicted} and {@code probability} for classes; for regression {@code target}, the
 * true value, and {@code value}, the predicted one; of labels those that hold ({@code labels}),
 * those that are {@code predicted} and the {@code probabilities} of all; of a text {@code labels},
 * the tokens that follow at each position, and {@code predicted}, the most probable ones there,
 * both as text, with their {@code probabilities}.
 *
 * @param preprocessing that names what was predicted
 */
record PredictionsFile(Preprocessing preprocessing) {
    /** Writes the file whole. */
    void write(Path path, List<Predicted> predictions) {
        StringBuilder lines = new StringBuilder();
        for (Predicted prediction : predictions) {
            lines.append(Json.line(members(prediction))).append('\n');
        }
        AtomicFiles.write(path, lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The labels above one half. */
    private static List<String> held(List<String> names, float[] numbers) {
        return IntStream.range(0, numbers.length)
                .filter(i -> numbers[i] > 0.5)
                .mapToObj(names::get)
                .toList();
    }

    private Map<String, Object> members(Predicted prediction) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("example", prediction.example());
        if (prediction instanceof Predicted.Value number) {
            members.put("target", number.target());
            members.put("value", number.value());
            return members;
        }
        if (prediction instanceof Predicted.Labels labels) {
            List<String> names = preprocessing.target().classes();
            members.put("labels", held(names, labels.truth()));
            members.put("predicted", held(names, labels.probabilities()));
            members.put("probabilities", labels.probabilities());
            return members;
        }
        Predicted.Classes classes = (Predicted.Classes) prediction;
        if (preprocessing.encoding() instanceof Encoding.Text text) {
            members.put("labels", text.vocabulary().decode(classes.labels()));
            members.put("predicted", text.vocabulary().decode(classes.predicted()));
            members.put("probabilities", classes.probabilities());
        } else {
            List<String> names = preprocessing.target().classes();
            members.put("label", names.get(classes.labels()[0]));
            members.put("predicted", names.get(classes.predicted()[0]));
            members.put("probability", classes.probabilities()[0]);
        }
        return members;
    }
}
