package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.files.Json;
import etude.trainer.metrics.StepsFile;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.TestEvaluations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What one user does with one run, in this order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class TuneFinalTest {
    private Path directory = Path.of("");
    private RunDirectory run = new RunDirectory(Path.of(""));

    @BeforeAll
    void train(@TempDir Path temporary) throws IOException {
        directory = temporary;
        StringBuilder table = new StringBuilder("a,b,y\n");
        for (int i = 0; i < 400; i++) {
            table.append("%d,%d,%s\n".formatted(i * 37 % 101, i * i % 53, kind(i)));
        }
        Files.writeString(directory.resolve("table.csv"), table);
        Files.writeString(
                directory.resolve("table.yaml"),
                """
                name: table
                threads: 1
                dataset: {name: csv, path: "%s", target: y, validation_fraction: 0.2, test_fraction: 0.2}
                model: {name: mlp, hidden: [8]}
                batch_size: 20
                max_train_steps: 2 epochs
                optimizer: {name: momentum, learning_rate: 0.05}
                logging: {every: 4}
                evaluation: {every: 4, batch_size: 40, validation_examples: 40}
                checkpoints: {every: 4}
                """
                        .formatted(directory.resolve("table.csv")));
        CommandResult trained = etude("train", "table.yaml");
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        run = new RunDirectory(directory.resolve("runs/table"));
    }

    /** The third class is rare. */
    private static String kind(int i) {
        return i % 20 == 0 ? "rare" : i * 37 % 101 > 50 ? "high" : "low";
    }

    private CommandResult etude(String... words) {
        return EtudeCommand.run(directory, words);
    }

    @Test
    @Order(1)
    void planLooksAtNothing() {
        CommandResult plan = etude("tune", "final", "runs/table", "--plan");
        assertThat(plan.exitCode()).as(plan.err()).isZero();
        assertThat(plan.out())
                .containsPattern(
                        "the checkpoint of step \\d+ of .*, the best by validation/error_rate on all validation examples, on 80 test examples. Nothing is trained.")
                .contains("has been looked at 0 times so far");
        assertThat(TestEvaluations.read(run).count()).isZero();
        assertThat(directory.resolve("procedures")).doesNotExist();
    }

    @Test
    @Order(2)
    void firstLookWritesTheCardAndIsRecorded() throws IOException {
        CommandResult first = etude("tune", "final", "runs/table");
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).contains("This was the first look at the test split with this run");
        assertThat(TestEvaluations.read(run).count()).isOne();
        assertThat(directory.resolve("procedures/table-final/MODEL_CARD.md"))
                .content()
                .contains(
                        "# table\n",
                        "| test | 80 | test/error_rate | ",
                        "| validation | 80 | validation/error_rate | ",
                        "Trained on 240 examples",
                        "Fingerprint: 240 training and 80 validation examples, digest ",
                        "A run by itself",
                        "| rare | ",
                        "etude tune final runs/table",
                        "etude train table.yaml",
                        "test_fraction: 0.2");
        JsonNode result =
                Json.parse(
                        Files.readAllBytes(
                                directory.resolve("procedures/table-final/result.json")));
        assertThat(result.path("test_evaluations").asInt()).isOne();
        assertThat(result.at("/test/standard_errors/test~1error_rate").asDouble()).isPositive();

        CommandResult again = etude("tune", "final", "runs/table");
        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).contains("It was done before, and the test split is not looked at");
        assertThat(TestEvaluations.read(run).count()).isOne();
    }

    @Test
    @Order(3)
    void secondLookIsCountedAndSaid() {
        CommandResult second = etude("evaluate", "runs/table");
        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(second.out())
                .contains(
                        "This was look number 2 at the test split with this run: what was chosen");
        assertThat(run.report()).content().contains("Test evaluations");
        CommandResult validation = etude("evaluate", "runs/table", "--split", "validation");
        assertThat(validation.out()).doesNotContain("look number");
        assertThat(TestEvaluations.read(run).count()).isEqualTo(2);
    }

    @Test
    @Order(4)
    void foldedRunTrainsOnBothSplitsToTheSameStep() throws IOException {
        CommandResult other = etude("tune", "final", "runs/table", "--fold-in-validation");
        assertThat(other.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(other.err()).contains("fold_in_validation was false, is true");

        CommandResult folded =
                etude(
                        "tune",
                        "final",
                        "runs/table",
                        "--fold-in-validation",
                        "--name",
                        "table-both");
        assertThat(folded.exitCode()).as(folded.err()).isZero();
        assertThat(folded.out())
                .contains(
                        "on 320 examples, those for validation among them",
                        "This was look number 3",
                        "nothing can be selected by them any more");
        RunDirectory both = new RunDirectory(directory.resolve("runs/table-both"));
        JsonNode result =
                Json.parse(
                        Files.readAllBytes(directory.resolve("procedures/table-both/result.json")));
        assertThat(StepsFile.read(both.steps()).size()).isEqualTo(result.at("/test/step").asInt());
        assertThat(both.config())
                .content()
                .contains("fold_in_validation: true", "max_train_steps: 24\n");
        assertThat(TestEvaluations.read(run).count()).isEqualTo(3);
    }

    @Test
    @Order(5)
    void wrongInputsAreOneSentenceEach() throws IOException {
        CommandResult none = etude("tune", "final", "runs/nowhere");
        assertThat(none.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(none.err())
                .contains(
                        "runs/nowhere: expected the directory of a run or of a study, found nothing");
        CommandResult config = etude("tune", "final", "table.yaml");
        assertThat(config.err()).contains("found a file");
        Files.delete(new RunDirectory(directory.resolve("runs/table-both")).summary());
        assertThat(etude("tune", "final", "runs/table-both").err())
                .contains("has not come to the end of its training (not ended)");
    }

    @Test
    @Order(6)
    void dataThatHaveChangedAreNotEvaluated() throws IOException {
        Path table = directory.resolve("table.csv");
        Files.writeString(table, Files.readString(table).replace(",low\n", ",lower\n"));
        CommandResult changed = etude("evaluate", "runs/table", "--split", "validation");
        assertThat(changed.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(changed.err())
                .contains("the data have changed since the checkpoint of step")
                .contains("so restore them");
        String config = Files.readString(run.config());
        Files.writeString(run.config(), config.replace("test_fraction: 0.2", "test_fraction: 0"));
        CommandResult noSplit = etude("tune", "final", "runs/table", "--name", "other");
        assertThat(noSplit.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(noSplit.err())
                .contains("the data of table have no test split; set dataset.test_fraction");
    }
}
