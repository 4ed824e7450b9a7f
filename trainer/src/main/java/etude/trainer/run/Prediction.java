package etude.trainer.run;

import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.trainer.files.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model took one example for.
 *
 * @param example where the example comes from
 * @param label the name of its class
 * @param predicted the name of the class that the model found most probable
 * @param probability that the model gave it
 */
public record Prediction(String example, String label, String predicted, double probability) {
    /** Whether the model was right. */
    public boolean correct() {
        return label.equals(predicted);
    }

    /**
     * Reads a file of predictions, in its order; none where they are not of classes.
     *
     * @throws EtudeException when the file is missing or damaged
     */
    public static List<Prediction> read(Path path) {
        List<Prediction> predictions = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(path, StandardCharsets.UTF_8)) {
                JsonNode json = Json.parse(line.getBytes(StandardCharsets.UTF_8));
                if (json.path("label").isTextual()) {
                    predictions.add(Json.value(json, Prediction.class));
                }
            }
        } catch (IOException e) {
            throw Files.exists(path)
                    ? new CorruptFileException(path, "predictions", String.valueOf(e.getMessage()))
                    : new EtudeException(path + " does not exist", e);
        }
        return List.copyOf(predictions);
    }
}
