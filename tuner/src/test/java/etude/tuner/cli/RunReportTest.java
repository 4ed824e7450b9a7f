package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.files.Json;
import etude.trainer.run.KeptData;
import etude.trainer.run.RunDirectory;
import etude.tuner.report.PageFolder;
import etude.tuner.report.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The report of one real run on generated digits, and what becomes of it when files are gone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RunReportTest {
    private static final String CONFIG =
            """
            name: digits
            threads: 1
            notes: "<b>strange</b> notes"
            dataset: {name: generated, examples: 400, image_size: 12, validation_fraction: 0.5}
            model: {name: mlp, hidden: [16]}
            batch_size: 20
            max_train_steps: 60
            optimizer: {name: momentum, learning_rate: 0.05}
            gradient_clipping: {norm: 1.0}
            logging: {every: 5}
            evaluation: {every: 10, batch_size: 40}
            checkpoints: {every: 10}
            """;

    private Path run = Path.of("");
    private CommandResult trained = new CommandResult(0, "", "");

    /** For what a test writes: the run itself is never changed. */
    @TempDir private Path directory;

    @BeforeAll
    void train(@TempDir Path temporary) throws Exception {
        Files.writeString(temporary.resolve("config.yaml"), CONFIG);
        run = temporary.resolve("runs/digits");
        trained = EtudeCommand.run(temporary, "train", "config.yaml");
    }

    @Test
    void trainingEndsWithThePathOfTheReport() throws IOException {
        assertThat(trained.exitCode()).isZero();
        assertThat(trained.out()).endsWith("The report: runs/digits/report.html\n");
        assertThat(Files.readString(run.resolve("report.html")))
                .contains(
                        "What the run says",
                        "Gradient norm of the run",
                        "Learning rate",
                        "Throughput",
                        "Waiting for data",
                        "Error of each class",
                        "Sample predictions of the best checkpoint",
                        "optimizer.learning_rate",
                        "etude train config.yaml",
                        "&lt;b&gt;strange&lt;/b&gt; notes")
                .doesNotContain("What is left out", "cannot be shown", "<b>strange");
        assertThat(run).isDirectoryContaining("glob:**/report-gradient-norm.csv");
    }

    @Test
    void theJsonSaysTheSame() throws IOException {
        JsonNode report = Json.parse(Files.readAllBytes(run.resolve("report.json")));
        JsonNode summary = Json.parse(Files.readAllBytes(run.resolve("summary.json")));
        assertThat(report.path("status").asText()).isEqualTo("completed");
        assertThat(report.path("best")).isEqualTo(summary.path("best"));
        assertThat(report.at("/objective/metric").asText()).isEqualTo("validation/error_rate");
        assertThat(report.path("verdicts").size()).isGreaterThan(10);
        assertThat(report.path("left_out")).isEmpty();
    }

    @Test
    void theBestStepIsTheStarOfBothCurves() throws IOException {
        JsonNode best = Json.parse(Files.readAllBytes(run.resolve("summary.json"))).path("best");
        for (String chart : List.of("training-curves", "step-loss")) {
            assertThat(Files.readAllLines(run.resolve("report-" + chart + ".csv")))
                    .filteredOn(line -> line.startsWith("Best step,"))
                    .singleElement()
                    .asString()
                    .startsWith("Best step," + best.path("step").asLong() + ",");
        }
    }

    @Test
    void evaluationWritesItAgain() throws Exception {
        Path copy = copied("runs/digits");
        Files.delete(copy.resolve("report.html"));
        CommandResult evaluated =
                EtudeCommand.run(directory, "evaluate", "runs/digits", "--split", "validation");
        assertThat(evaluated.exitCode()).isZero();
        assertThat(evaluated.err()).doesNotContain("Warning:"); // PyTorch's, of DJL
        assertThat(evaluated.out()).contains("The report: runs/digits/report.html");
        assertThat(copy.resolve("report.html")).isNotEmptyFile();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config.yaml",
                "metrics.jsonl",
                "steps.bin",
                "classes.jsonl",
                "summary.json",
                "attempts",
                "predictions",
                "checkpoints"
            })
    void aMissingOrDamagedFileIsLeftOutAndNamed(String name) throws IOException {
        for (boolean damaged : new boolean[] {false, true}) {
            Path copy = copied((damaged ? "damaged-" : "missing-") + name);
            if (damaged) {
                damage(copy.resolve(name));
            } else {
                remove(copy.resolve(name));
            }
            String page = report(copy);
            if (name.equals("checkpoints")) { // without a fingerprint, the labels have to do
                assertThat(page)
                        .contains("src=\"data:image/png")
                        .doesNotContain("What is left out");
            } else {
                assertThat(page)
                        .as(name + (damaged ? " damaged" : " missing"))
                        .containsAnyOf("What is left out", "cannot be shown of the predictions")
                        .containsAnyOf(name, "summary.json", "step-000000");
            }
        }
    }

    @Test
    void anEmptyDirectoryHasAReportThatSaysSo() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        assertThat(report(empty)).contains("metrics.jsonl is missing", "has not ended");
    }

    @Test
    void otherDataAreNotShown() throws IOException {
        Path copy = copied("other-data");
        Path config = copy.resolve("config.yaml");
        Files.writeString(
                config, Files.readString(config).replace("image_size: 12", "image_size: 13"));
        assertThat(report(copy))
                .contains("The data are not those of the run: expected 200 training")
                .contains("Error of each class")
                .doesNotContain("src=\"data:image/png");
    }

    @Test
    void aDivergedRunHasOneToo() throws Exception {
        Files.writeString(directory.resolve("config.yaml"), CONFIG);
        CommandResult diverged =
                EtudeCommand.run(
                        directory,
                        "train",
                        "config.yaml",
                        "--set",
                        "optimizer.learning_rate=1.0e38",
                        "--set",
                        "gradient_clipping=null",
                        "--run-dir",
                        "runs/diverged");
        assertThat(diverged.exitCode()).isEqualTo(ExitCode.DIVERGED);
        assertThat(diverged.out()).contains("The report: runs/diverged/report.html");
        Path page = directory.resolve("runs/diverged/report.html");
        assertThat(Files.readString(page)).contains("No: this run diverged.", "Diverged: the loss");
    }

    @Test
    void aReportThatCannotBeWrittenIsOnlyAWarning() throws Exception {
        Files.writeString(directory.resolve("config.yaml"), CONFIG);
        Path copy = copied("runs/digits");
        Files.delete(copy.resolve("report.html"));
        Files.createDirectories(copy.resolve("report.html/in-the-way"));
        CommandResult again = EtudeCommand.run(directory, "train", "config.yaml");
        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).contains("Results are in runs/digits.");
        assertThat(again.err()).contains("etude: the run has no report: ", "report.html");
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "ETUDE_DATA", matches = ".+")
    void digitsOfMnistAreShown() throws Exception {
        Path images = Path.of(System.getenv("ETUDE_DATA"), "t10k-images-idx3-ubyte.gz");
        assumeTrue(Files.exists(images), "needs " + images);
        Files.writeString(directory.resolve("config.yaml"), CONFIG);
        CommandResult mnist =
                EtudeCommand.run(
                        directory,
                        "train",
                        "config.yaml",
                        "--set",
                        "dataset={name: idx, path: t10k-images-idx3-ubyte.gz, validation_fraction: 0.2}",
                        "--run-dir",
                        "runs/mnist");
        assertThat(mnist.exitCode()).as(mnist.err()).isZero();
        assertThat(Files.readString(directory.resolve("runs/mnist/report.html")))
                .contains("truth: 7", "t10k-images-idx3-ubyte.gz", "src=\"data:image/png")
                .doesNotContain("What is left out", "cannot be shown");
    }

    private static String report(Path directory) throws IOException {
        return Files.readString(
                RunReport.write(
                        new RunDirectory(directory),
                        new PageFolder(directory),
                        new KeptData(),
                        List.of("test")));
    }

    private Path copied(String name) throws IOException {
        Path copy = directory.resolve(name);
        Files.createDirectories(copy.getParent());
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(run.relativize(file).toString()));
            }
        }
        return copy;
    }

    private static void damage(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.write(file, new byte[] {'{', (byte) 0xFF, '\n', 0});
            }
        }
    }

    private static void remove(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
