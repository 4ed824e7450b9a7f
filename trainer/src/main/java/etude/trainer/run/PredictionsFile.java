package etude.trainer.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.ExampleSpec;
import etude.datasets.Target;
import etude.trainer.files.AtomicFiles;
import etude.trainer.loop.Evaluation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Predictions as JSON lines, one example each: {@code example} (where it comes from), {@code
 * label}, {@code predicted} and {@code probability} for classes; for tokens the text positions'
 * labels and predictions as arrays; for regression {@code target}, the true value, and {@code
 * value}, the predicted one.
 */
final class PredictionsFile implements Evaluation.PredictionSink {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Dataset examples;
    private final ExampleSpec spec;
    private final Batch single;
    private final StringBuilder lines = new StringBuilder();

    private PredictionsFile(Dataset examples) {
        this.examples = examples;
        this.spec = examples.spec();
        single = new Batch(spec, 1);
    }

    /** Predicts every example and writes the file whole. */
    static void write(Path path, Dataset examples, Evaluation evaluation) {
        PredictionsFile file = new PredictionsFile(examples);
        evaluation.predict(examples, file);
        AtomicFiles.write(path, file.lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void accept(int index, int[] labels, float[] outputs) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("example", examples.name(index));
        if (spec.target() instanceof Target.Value) {
            examples.read(index, single, 0);
            line.put("target", single.values()[0]);
            line.put("value", outputs[0]);
        } else {
            classes(line, labels, outputs);
        }
        try {
            lines.append(JSON.writeValueAsString(line)).append('\n');
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void classes(Map<String, Object> line, int[] labels, float[] outputs) {
        int classes = outputs.length / labels.length;
        int[] predicted = new int[labels.length];
        float[] probability = new float[labels.length];
        for (int i = 0; i < labels.length; i++) {
            for (int c = 0; c < classes; c++) {
                if (outputs[i * classes + c] > probability[i]) {
                    probability[i] = outputs[i * classes + c];
                    predicted[i] = c;
                }
            }
        }
        if (spec.target() instanceof Target.Classes target) {
            line.put("label", target.names().get(labels[0]));
            line.put("predicted", target.names().get(predicted[0]));
            line.put("probability", probability[0]);
        } else {
            line.put("labels", labels);
            line.put("predicted", predicted);
            line.put("probabilities", probability);
        }
    }
}
