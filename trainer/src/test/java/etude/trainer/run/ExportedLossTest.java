package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import etude.trainer.checkpoint.SafetensorsReader;
import etude.trainer.config.ConfigLoader;
import etude.trainer.export.Export;
import etude.trainer.export.ExportFormat;
import etude.trainer.export.PlainModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A GPT that was trained and exported has the same loss in a model of Hugging Face's names that
 * knows nothing of Etude. On the CPU.
 */
final class ExportedLossTest {
    private static final int CONTEXT = 8;

    @Test
    void aTrainedGptHasTheSameLossByHuggingFacesNames(@TempDir Path folder) throws IOException {
        String sentence = "the quick brown fox jumps over the lazy dog; ";
        Files.writeString(folder.resolve("train.txt"), sentence.repeat(30));
        String validation = "the lazy fox jumps; the quick dog jumps over the brown dog; a cat\n";
        Files.writeString(folder.resolve("validation.txt"), validation);
        Path run = folder.resolve("run");
        Outcome outcome =
                TrainingRun.execute(
                        ConfigLoader.parse(
                                """
                                name: gpt
                                threads: 1
                                dataset: {name: text, path: %1$s/train.txt, validation_path: %1$s/validation.txt, vocabulary: byte, context_length: %2$d}
                                model: {name: gpt, layers: 2, width: 16, heads: 4}
                                batch_size: 8
                                max_train_steps: 60
                                optimizer: {name: adam, learning_rate: 0.01}
                                evaluation: {predictions: 0}
                                """
                                        .formatted(folder, CONTEXT),
                                "gpt.yaml",
                                List.of()),
                        new RunOptions(run, "cpu", false, List.of("test"), Optional.empty()),
                        new SmallRun.Quiet());
        assertThat(outcome).isEqualTo(new Outcome.Completed(60));
        SavedModel model = SavedModel.open(run, "best", note -> {});
        Export export = Export.write(model, ExportFormat.SAFETENSORS, folder.resolve("exported"));
        PlainModels plain = new PlainModels(SafetensorsReader.read(export.file()), 1.0e-5);

        double loss = loss(plain, validation.getBytes(StandardCharsets.UTF_8));
        assertThat(loss).as("it has learnt something").isLessThan(0.5 * Math.log(256));
        assertThat(model.checkpoint().metrics().get("validation/loss"))
                .isCloseTo(loss, within(1.0e-5));
    }

    /** The mean over all tokens of the windows that follow each other. */
    private static double loss(PlainModels plain, byte[] text) {
        double sum = 0;
        int count = 0;
        for (int start = 0; start + CONTEXT < text.length; start += CONTEXT) {
            int[] tokens = new int[CONTEXT];
            for (int i = 0; i < CONTEXT; i++) {
                tokens[i] = text[start + i];
            }
            double[][] logits = plain.gpt2(tokens, 2, 4);
            for (int i = 0; i < CONTEXT; i++) {
                double most = Arrays.stream(logits[i]).max().orElseThrow();
                double all = Arrays.stream(logits[i]).map(v -> Math.exp(v - most)).sum();
                sum += most + Math.log(all) - logits[i][text[start + i + 1]];
                count++;
            }
        }
        return sum / count;
    }
}
