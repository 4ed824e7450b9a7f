package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import etude.datasets.Batch;
import etude.datasets.generated.GeneratedDigits;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that were moved, whose training data are gone, used by the command. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UseTheModelTest {
    private static final int EDGE = 8;

    private static final String TRAINING =
            """
            threads: 1
            batch_size: 16
            max_train_steps: %s
            evaluation: {every: 40, batch_size: 16}
            checkpoints: {every: 40}
            """;

    private Path folder = Path.of("");

    @BeforeAll
    void trainAndMove(@TempDir Path temporary) throws IOException {
        folder = temporary;
        digits(folder.resolve("digits"), 0, 60);
        digits(folder.resolve("new"), 60, 20);
        train(
                "images",
                "dataset: {name: image_folder, path: digits}",
                "model: {name: mlp, hidden: [16]}",
                "optimizer: {name: adam, learning_rate: 0.01}");
        table(folder.resolve("customers.csv"), 0, 120);
        train(
                "prices",
                "dataset: {name: csv, path: customers.csv, target: price, task: regression, standardize_target: true}",
                "model: {name: mlp, hidden: [8]}",
                "optimizer: {name: adam, learning_rate: 0.01}");
        Files.writeString(folder.resolve("text.txt"), "abcdefgh ".repeat(60));
        train(
                "text",
                "dataset: {name: text, path: text.txt, context_length: 8}",
                "model: {name: gpt, layers: 1, width: 16, heads: 2}",
                "optimizer: {name: adam, learning_rate: 0.01}");
        AtomicFiles.deleteTree(folder.resolve("digits"));
        Files.delete(folder.resolve("customers.csv"));
        Files.delete(folder.resolve("text.txt"));
    }

    private void train(String name, String... parts) throws IOException {
        Path config = folder.resolve(name + ".yaml");
        Files.writeString(
                config,
                "name: "
                        + name
                        + "\n"
                        + String.join("\n", parts).replace("path: ", "path: " + folder + "/")
                        + "\n"
                        + TRAINING.formatted(80));
        CommandResult trained = EtudeCommand.run(folder, "train", config.toString());
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        Files.createDirectories(folder.resolve("moved"));
        Files.move(folder.resolve("runs/" + name), folder.resolve("moved/" + name));
    }

    /** PNG files in a folder for each of three digits. */
    private static void digits(Path into, int first, int count) throws IOException {
        GeneratedDigits drawn = new GeneratedDigits(0, 2000, EDGE, 0.2);
        Batch batch = new Batch(drawn.spec(), 1);
        for (int i = first, written = 0; written < count; i++) {
            drawn.read(i, batch, 0);
            if (batch.labels()[0] > 2) {
                continue;
            }
            BufferedImage image = new BufferedImage(EDGE, EDGE, BufferedImage.TYPE_BYTE_GRAY);
            image.getRaster().setDataElements(0, 0, EDGE, EDGE, batch.images());
            Path file = into.resolve("digit " + batch.labels()[0]).resolve(i + ".png");
            Files.createDirectories(file.resolveSibling(""));
            ImageIO.write(image, "png", new File(file.toString()));
            written++;
        }
    }

    private static void table(Path into, int first, int count) throws IOException {
        String rows =
                IntStream.range(first, first + count)
                        .mapToObj(
                                i ->
                                        "%s,%s,%s"
                                                .formatted(
                                                        20 + i * 7 % 50,
                                                        i % 3 == 0 ? "Bonn" : "Köln",
                                                        10_000 + 100 * (i * 7 % 50)))
                        .collect(Collectors.joining("\n"));
        Files.writeString(into, "age,city,price\n" + rows + "\n");
    }

    private CommandResult run(String... arguments) {
        return EtudeCommand.run(folder, arguments);
    }

    private List<NamedCsvRecord> predictions(String file) throws IOException {
        try (CsvReader<NamedCsvRecord> rows =
                CsvReader.builder().ofNamedCsvRecord(folder.resolve(file))) {
            return rows.stream().toList();
        }
    }

    private Map<String, JsonNode> evaluated(String file) throws IOException {
        Map<String, JsonNode> byExample = new HashMap<>();
        for (String line : Files.readAllLines(folder.resolve(file))) {
            JsonNode json = Json.parse(line.getBytes(StandardCharsets.UTF_8));
            byExample.put(json.path("example").asText(), json);
        }
        return byExample;
    }

    @Test
    void imagesArePredictedAsEvaluationDoes() throws IOException {
        CommandResult predicted = run("predict", "moved/images", "new", "--out", "images.csv");
        assertThat(predicted.exitCode()).as(predicted.err()).isZero();
        assertThat(predicted.out()).isEqualTo("Predictions are in images.csv.\n");
        CommandResult evaluated =
                run("evaluate", "moved/images", "--data", "new", "--predictions", "images.jsonl");
        assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
        assertThat(evaluated.out()).contains("other/error_rate");
        assertThat(evaluated.err()).contains("moved/images/other_evaluations.json");
        assertThat(folder.resolve("moved/images/report.html"))
                .content()
                .contains("Evaluations on other data", folder.resolve("new").toString());
        Map<String, JsonNode> expected = evaluated("images.jsonl");
        List<NamedCsvRecord> found = predictions("images.csv");
        assertThat(found).hasSize(20);
        for (NamedCsvRecord row : found) {
            JsonNode example = Objects.requireNonNull(expected.get(row.getField("example")));
            assertThat(row.getField("predicted")).isEqualTo(example.path("predicted").asText());
            assertThat(Float.parseFloat(row.getField("probability"))) // in the same batches
                    .isEqualTo((float) example.path("probability").asDouble());
            assertThat(row.getField("problem")).isEmpty();
        }
        assertThat(found.get(0).getHeader())
                .containsExactly(
                        "example",
                        "predicted",
                        "probability",
                        "predicted_2",
                        "probability_2",
                        "predicted_3",
                        "probability_3",
                        "label",
                        "problem");
    }

    @Test
    void aBadImageIsNamedAndTheRestGoesOn() throws IOException {
        Path mixed = Files.createDirectories(folder.resolve("mixed"));
        BufferedImage good = new BufferedImage(EDGE, EDGE, BufferedImage.TYPE_BYTE_GRAY);
        ImageIO.write(good, "png", new File(mixed.resolve("good.png").toString()));
        Files.write(mixed.resolve("broken.png"), new byte[] {1, 2, 3});
        BufferedImage large = new BufferedImage(12, 12, BufferedImage.TYPE_INT_RGB);
        ImageIO.write(large, "png", new File(mixed.resolve("large.png").toString()));
        CommandResult shown = run("predict", "moved/images", "mixed", "--top", "1");
        assertThat(shown.exitCode()).isZero();
        assertThat(shown.err()).contains("2 of 3 examples could not be read");
        assertThat(shown.out())
                .contains("mixed/good.png", "expected a JPEG, PNG or WebP image", "--resize");
        CommandResult resized = run("predict", "moved/images", "mixed/large.png", "--resize");
        assertThat(resized.exitCode()).isZero();
        CommandResult none = run("predict", "moved/images", "mixed/broken.png");
        assertThat(none.exitCode()).isEqualTo(1);
    }

    @Test
    void rowsWithoutATargetArePredictedInItsUnit() throws IOException {
        Files.writeString(
                folder.resolve("rows.csv"),
                "city,note,age\nBonn,x,30\nParis,y,30\nKöln,z,\nKöln,q,55\n");
        CommandResult predicted =
                run("predict", "moved/prices", "rows.csv", "--out", "rows-out.csv");
        assertThat(predicted.exitCode()).as(predicted.err()).isZero();
        List<NamedCsvRecord> rows = predictions("rows-out.csv");
        assertThat(rows.get(0).getField("example")).endsWith("rows.csv:2");
        assertThat(Double.parseDouble(rows.get(0).getField("value"))).isBetween(9000.0, 16_000.0);
        assertThat(rows.get(0).getField("target")).isEmpty();
        assertThat(rows.get(1).getField("problem"))
                .isEqualTo("expected a value of 'city' that the training file has, found 'Paris'");
        assertThat(rows.get(2).getField("problem"))
                .isEqualTo("expected a finite number for 'age', found a missing value ('')");
        assertThat(rows.get(3).getField("value")).isNotEmpty();
    }

    @Test
    void aRegressionShowsTheTrueValueBesideItsOwn() throws IOException {
        table(folder.resolve("later.csv"), 200, 30);
        run("predict", "moved/prices", "later.csv", "--out", "later-out.csv", "--batch-size", "7");
        CommandResult evaluated =
                run(
                        "evaluate",
                        "moved/prices",
                        "--data",
                        "later.csv",
                        "--predictions",
                        "later.jsonl");
        assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
        Map<String, JsonNode> expected = evaluated("later.jsonl");
        for (NamedCsvRecord row : predictions("later-out.csv")) {
            JsonNode example = Objects.requireNonNull(expected.get(row.getField("example")));
            assertThat(Double.parseDouble(row.getField("target")))
                    .isEqualTo(example.path("target").asDouble());
            double value = example.path("value").asDouble();
            assertThat(Double.parseDouble(row.getField("value")))
                    .isCloseTo(value, within(1e-6 * value));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "predict moved/images new --batch-size 0 | --batch-size: expected at least 1, found 0",
                "predict moved/images new --out gone/predictions.csv | --out: there is no folder gone",
                "predict moved/images gone | gone",
                "predict moved/prices new | new: expected a table with the columns that the model was trained on ('age', 'city'), found a folder; name a .csv or .tsv file",
                "predict moved/prices new.png | new.png: there is no such file or folder",
                "predict gone new | gone",
                "evaluate moved/images --data gone | gone",
                "generate moved/text --prompt abc --tokens 0 | --tokens: expected at least 1, found 0",
                "generate moved/text --prompt abc --top-k 0 | --top-k: expected at least 1, found 0",
                "generate moved/text --prompt= | --prompt: ",
                "generate moved/images --prompt abc | moved/images",
                "export gone --format safetensors | gone",
                "run note gone text | gone",
                "run tag gone +good | gone"
            })
    void aMistakeIsOneSentence(String arguments, String sentence) {
        CommandResult refused = run(arguments.split(" "));
        assertThat(refused.exitCode()).isIn(ExitCode.FAILURE, ExitCode.USAGE);
        assertThat(refused.err()).startsWith("etude: ").contains(sentence);
        assertThat(refused.err().lines().filter(line -> !line.startsWith("Try 'etude ")))
                .hasSize(1);
    }

    @Test
    void manyExamplesNeedAFile() throws IOException {
        table(folder.resolve("many.csv"), 0, 60);
        CommandResult refused = run("predict", "moved/prices", "many.csv");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("--out predictions.csv");
    }

    @Test
    void whatIsExportedPredictsTheSame() throws IOException {
        for (String format : List.of("torchscript", "safetensors")) {
            for (String run : List.of("images", "prices")) {
                CommandResult exported = run("export", "moved/" + run, "--format", format);
                assertThat(exported.exitCode()).as(exported.err()).isZero();
                Path from = folder.resolve("exports/%s-%s".formatted(run, format));
                Path to = folder.resolve("elsewhere-%s-%s".formatted(run, format));
                Files.move(from, to);
                String data = run.equals("images") ? "new" : "same.csv";
                table(folder.resolve("same.csv"), 300, 20);
                run("predict", "moved/" + run, data, "--out", "by-run.csv");
                CommandResult predicted =
                        run("predict", to.toString(), data, "--out", "by-export.csv");
                assertThat(predicted.exitCode()).as(predicted.err()).isZero();
                List<NamedCsvRecord> expected = predictions("by-run.csv");
                List<NamedCsvRecord> found = predictions("by-export.csv");
                assertThat(found).hasSameSizeAs(expected);
                String column = run.equals("images") ? "probability" : "value";
                for (int i = 0; i < found.size(); i++) {
                    double value = Double.parseDouble(expected.get(i).getField(column));
                    assertThat(Double.parseDouble(found.get(i).getField(column)))
                            .isCloseTo(value, within(1.0e-5 * Math.max(1, value)));
                }
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameText() {
        String[] command = {"generate", "moved/text", "--prompt", "abc", "--tokens", "20"};
        CommandResult first = run(command);
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).startsWith("abc").hasSize(3 + 20 + 1);
        assertThat(run(command).out()).isEqualTo(first.out());
        List<String> other = new ArrayList<>(List.of(command));
        other.addAll(List.of("--seed", "2", "--temperature", "3"));
        assertThat(run(other.toArray(String[]::new)).out()).isNotEqualTo(first.out());
        CommandResult exported = run("export", "moved/text", "--format", "torchscript");
        assertThat(exported.exitCode()).as(exported.err()).isZero();
        CommandResult greedy =
                run(
                        "generate",
                        "moved/text",
                        "--prompt",
                        "ab",
                        "--temperature",
                        "0",
                        "--tokens",
                        "9");
        assertThat(
                        run(
                                        "generate",
                                        "exports/text-torchscript",
                                        "--prompt",
                                        "ab",
                                        "--temperature",
                                        "0",
                                        "--tokens",
                                        "9")
                                .out())
                .isEqualTo(greedy.out());
    }

    @Test
    void predictionsOfALanguageModelAreText() throws IOException {
        Files.writeString(folder.resolve("other.txt"), "abcdefgh ".repeat(4));
        CommandResult evaluated =
                run("evaluate", "moved/text", "--data", "other.txt", "--predictions", "text.jsonl");
        assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
        JsonNode first =
                Json.parse(
                        Files.readAllLines(folder.resolve("text.jsonl"))
                                .get(0)
                                .getBytes(StandardCharsets.UTF_8));
        assertThat(first.path("labels").asText()).isEqualTo("bcdefgh ");
        assertThat(first.path("predicted").asText()).hasSize(8);
        assertThat(first.path("probabilities")).hasSize(8);
    }

    @Test
    void badInputIsOneSentence() throws IOException {
        Files.writeString(folder.resolve("short.csv"), "age\n3\n");
        assertUsage("expected a run directory", "predict", "moved/none", "new");
        assertUsage("gone.png: there is no such file", "predict", "moved/images", "gone.png");
        assertUsage("also 'city'", "predict", "moved/prices", "short.csv");
        assertUsage("use `etude generate`", "predict", "moved/text", "short.csv");
        assertUsage("--top: expected at least 1", "predict", "moved/images", "new", "--top", "0");
        assertUsage("use `etude predict`", "generate", "moved/images", "--prompt", "a");
        assertUsage("--prompt: The vocabulary", "generate", "moved/text", "--prompt", "Z");
        assertUsage(
                "--temperature: expected",
                "generate",
                "moved/text",
                "--prompt",
                "a",
                "--temperature",
                "-1");
        assertUsage("no maintained Java library", "export", "moved/images", "--format", "onnx");
        assertUsage(
                "is there already",
                "export",
                "moved/images",
                "--format",
                "safetensors",
                "--out",
                "new");
        assertUsage(
                "--checkpoint: expected",
                "export",
                "moved/images",
                "--format",
                "safetensors",
                "--checkpoint",
                "first");
    }

    private void assertUsage(String words, String... arguments) {
        CommandResult refused = run(arguments);
        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(2);
        assertThat(refused.err()).contains(words);
        assertThat(refused.err().lines().filter(line -> !line.startsWith("Try ")).toList())
                .hasSize(1);
    }
}
