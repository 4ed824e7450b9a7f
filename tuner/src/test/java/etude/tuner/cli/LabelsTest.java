package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import etude.trainer.files.AtomicFiles;
import etude.trainer.metrics.MetricsLog;
import etude.trainer.run.OtherEvaluations;
import etude.trainer.run.OtherEvaluations.OtherEvaluation;
import etude.trainer.run.RunDirectory;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several labels of which each holds by itself: from a table, or pictures, to predictions and a
 * module.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LabelsTest {
    private static final String REST =
            """
            model: {name: mlp, hidden: [16]}
            batch_size: 32
            max_train_steps: 240
            threads: 1
            optimizer: {name: adam, learning_rate: 0.01}
            evaluation: {every: 120, train_examples: 100, predictions: 4, metrics: [f1, auc, exact_match, hamming_loss]}
            checkpoints: {metric: validation/f1_macro, mode: max}
            """;

    private static final String COLUMNS =
            "name: columns\ndataset: {name: csv, path: TABLE, labels: [warm, wet, rare], columns: {tags: {type: ignore}}}\n"
                    + "loss: {name: binary_cross_entropy, positive_weights: balanced}\n"
                    + REST;

    private static final String JOINED =
            "name: joined\ndataset: {name: csv, path: TABLE, target: tags, separator: '|', columns: {warm: {type: ignore}, wet: {type: ignore}, rare: {type: ignore}}}\n"
                    + REST;

    private Path folder = Path.of("");
    private CommandResult trained = new CommandResult(-1, "", "");

    @BeforeAll
    void train(@TempDir Path temporary) throws IOException {
        folder = temporary;
        table("table.csv", 400, 1);
        table("new.csv", 30, 2);
        config("columns.yaml", COLUMNS);
        config("joined.yaml", JOINED);
        trained = run("train", file("columns.yaml"));
        assertThat(trained.exitCode()).as(trained.err()).isZero();
    }

    private void config(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text.replace("TABLE", file("table.csv")));
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private CommandResult run(String... arguments) {
        return EtudeCommand.run(folder, arguments);
    }

    private void table(String name, int rows, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder("u,v,warm,w,wet,rare,tags\n");
        for (int row = 0; row < rows; row++) {
            double u = random.nextDouble(-1, 1);
            double v = random.nextDouble(-1, 1);
            double w = random.nextDouble(-1, 1);
            List<String> tags = new ArrayList<>();
            boolean warm = u + v > 0;
            boolean wet = w > 0.3;
            boolean rare = u > 0.6;
            if (wet) {
                tags.add("wet");
            }
            if (warm) {
                tags.add("warm");
            }
            if (rare) {
                tags.add("rare");
            }
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%.4f,%.4f,%d,%.4f,%d,%d,%s\n",
                            u,
                            v,
                            warm ? 1 : 0,
                            w,
                            wet ? 1 : 0,
                            rare ? 1 : 0,
                            String.join("|", tags)));
        }
        Files.writeString(folder.resolve(name), text);
    }

    private Map<String, Double> last(String run) {
        return MetricsLog.read(new RunDirectory(folder.resolve("runs").resolve(run)).metrics())
                .stream()
                .map(measurement -> measurement.metrics())
                .filter(metrics -> metrics.containsKey("validation/loss"))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static List<NamedCsvRecord> read(Path file) throws IOException {
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
            return csv.stream().toList();
        }
    }

    @Test
    void inspectSaysHowManyHaveEachLabel() {
        CommandResult inspected = run("data", "inspect", file("columns.yaml"));
        assertThat(inspected.exitCode()).as(inspected.err()).isZero();
        assertThat(inspected.out())
                .contains("which of 3 labels hold")
                .containsPattern("with warm +\\d+ +\\d+")
                .contains("target, label");
    }

    @Test
    void trainingLearnsThemAndSaysWhatTheWeightsAre() {
        assertThat(trained.err() + trained.out())
                .contains("The loss weighs labels that hold as warm ");
        Map<String, Double> metrics = last("columns");
        assertThat(metrics)
                .containsKeys("validation/f1/rare", "validation/f1_micro", "validation/auc");
        assertThat(metrics.getOrDefault("validation/f1_macro", 0.0)).isGreaterThan(0.8);
        assertThat(metrics.getOrDefault("validation/error_rate", 0.0))
                .isCloseTo(1 - metrics.getOrDefault("validation/exact_match", 0.0), within(1e-12));
        assertThat(metrics.getOrDefault("validation/hamming_loss", 1.0)).isLessThan(0.1);
    }

    @Test
    void aRunAndItsModulePredictTheSame() throws IOException {
        CommandResult predicted =
                run("predict", file("runs/columns"), file("new.csv"), "--out", file("run.csv"));
        assertThat(predicted.exitCode()).as(predicted.err()).isZero();
        CommandResult exported =
                run(
                        "export",
                        file("runs/columns"),
                        "--format",
                        "torchscript",
                        "--out",
                        file("module"));
        assertThat(exported.exitCode()).as(exported.err()).isZero();
        assertThat(run("predict", file("module"), file("new.csv"), "--out", file("module.csv")))
                .extracting(CommandResult::exitCode)
                .isEqualTo(0);
        List<NamedCsvRecord> ofRun = read(folder.resolve("run.csv"));
        List<NamedCsvRecord> ofModule = read(folder.resolve("module.csv"));
        assertThat(ofRun).hasSize(30);
        assertThat(ofRun.get(0).getHeader())
                .containsExactly(
                        "example",
                        "predicted",
                        "probability of warm",
                        "probability of wet",
                        "probability of rare",
                        "labels",
                        "problem");
        for (int row = 0; row < 30; row++) {
            double ours = Double.parseDouble(ofRun.get(row).getField("probability of wet"));
            assertThat(Double.parseDouble(ofModule.get(row).getField("probability of wet")))
                    .isCloseTo(ours, within(1e-5));
            assertThat(ofRun.get(row).getField("predicted").contains("wet")).isEqualTo(ours > 0.5);
        }
        assertThat(folder.resolve("module/README.md"))
                .content()
                .contains("the probability of each of the labels 'warm', 'wet', 'rare' by itself");
        CommandResult evaluated = run("evaluate", file("runs/columns"), "--data", file("new.csv"));
        assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
    }

    @Test
    void oneColumnMayNameThem() throws IOException {
        CommandResult joined = run("train", file("joined.yaml"));
        assertThat(joined.exitCode()).as(joined.err()).isZero();
        assertThat(last("joined").getOrDefault("validation/f1_macro", 0.0)).isGreaterThan(0.7);
        run("predict", file("runs/joined"), file("new.csv"), "--out", file("joined.csv"));
        List<NamedCsvRecord> rows = read(folder.resolve("joined.csv"));
        assertThat(rows.stream().map(row -> row.getField("labels")))
                .containsExactlyElementsOf(
                        read(folder.resolve("new.csv")).stream()
                                .map(row -> row.getField("tags"))
                                .toList());
        CommandResult shown = run("predict", file("runs/joined"), file("new.csv"));
        assertThat(shown.out()).contains("PREDICTED").contains("PROBABILITY");
    }

    /** A red, a green and a blue band of a picture of 6 x 6 pixels, each lit or not. */
    private void pictures(String name, String separator, int count, long seed) throws IOException {
        List<String> colours = List.of("red", "green", "blue");
        SplittableRandom random = new SplittableRandom(seed);
        Path images = Files.createDirectories(folder.resolve(name).resolve("all"));
        StringBuilder table = new StringBuilder("file,colours\n");
        for (int i = 0; i < count; i++) {
            BufferedImage image = new BufferedImage(6, 6, BufferedImage.TYPE_INT_RGB);
            List<String> lit = new ArrayList<>();
            for (int colour = 0; colour < 3; colour++) {
                if (random.nextBoolean()) {
                    lit.add(colours.get(colour));
                    for (int pixel = 0; pixel < 12; pixel++) {
                        image.setRGB(
                                pixel % 6,
                                2 * colour + pixel / 6,
                                random.nextInt(100, 256) << (16 - 8 * colour));
                    }
                }
            }
            String file = "%s-%d.png".formatted(name, i);
            ImageIO.write(image, "png", new File(images.resolve(file).toString()));
            table.append(file).append(',').append(String.join(separator, lit)).append('\n');
        }
        Files.writeString(folder.resolve(name + ".csv"), table);
    }

    @Test
    void imagesWithSeveralLabelsAreTrainedEvaluatedElsewhereAndPredicted() throws IOException {
        pictures("seen", "|", 200, 3);
        pictures("later", "|", 40, 4);
        Files.writeString(
                folder.resolve("pictures.yaml"),
                "name: pictures\ndataset: {name: image_folder, path: %s, labels_path: %s, separator: '|'}\n"
                                .formatted(file("seen"), file("seen.csv"))
                        + REST);
        CommandResult learned = run("train", file("pictures.yaml"));
        assertThat(learned.exitCode()).as(learned.err()).isZero();
        assertThat(last("pictures").getOrDefault("validation/f1_macro", 0.0)).isGreaterThan(0.95);
        AtomicFiles.deleteTree(folder.resolve("seen"));
        String[] evaluate = {"evaluate", file("runs/pictures"), "--data", file("later")};
        CommandResult evaluated = run(with(evaluate, "--labels", file("later.csv")));
        assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
        RunDirectory run = new RunDirectory(folder.resolve("runs/pictures"));
        OtherEvaluation kept = OtherEvaluations.read(run).all().get(0);
        assertThat(kept.data()).isEqualTo(folder.resolve("later"));
        assertThat(kept.labels()).contains(folder.resolve("later.csv"));
        assertThat(kept.examples()).isEqualTo(40);
        assertThat(kept.look().metrics().getOrDefault("other/f1_macro", 0.0)).isGreaterThan(0.95);
        assertThat(kept.look().metrics()).containsKeys("other/f1/blue", "other/exact_match");
        run("predict", file("runs/pictures"), file("later"), "--out", file("pictures.csv"));
        Map<String, String> labels = new HashMap<>();
        read(folder.resolve("later.csv"))
                .forEach(row -> labels.put(row.getField("file"), row.getField("colours")));
        long right =
                read(folder.resolve("pictures.csv")).stream()
                        .filter(
                                row ->
                                        sorted(row.getField("predicted"))
                                                .equals(sorted(trueLabels(labels, row))))
                        .count();
        assertThat(1 - right / 40.0)
                .isCloseTo(
                        kept.look().metrics().getOrDefault("other/error_rate", 1.0), within(1e-9));

        assertThat(run(evaluate))
                .satisfies(
                        refused -> {
                            assertThat(refused.exitCode()).isEqualTo(2);
                            assertThat(refused.err())
                                    .contains("--labels: expected the table of the labels");
                        });
        Files.writeString(
                folder.resolve("later.csv"),
                Files.readString(folder.resolve("later.csv")).replace("red", "purple"));
        assertThat(run(with(evaluate, "--labels", file("later.csv"))).err())
                .contains("labels of 'colours' that the training file has, found 'purple'");
        assertThat(
                        run(
                                        "evaluate",
                                        file("runs/columns"),
                                        "--data",
                                        file("new.csv"),
                                        "--labels",
                                        file("new.csv"))
                                .err())
                .contains("--labels: expected a model of images with several labels, found one");
        assertThat(run("evaluate", file("runs/columns"), "--labels", file("new.csv")).err())
                .contains("--labels: expected --data beside it");
        assertThat(run(with(evaluate, "--split", "test")).err())
                .contains("--split: expected without --data");
    }

    private static String[] with(String[] arguments, String... more) {
        return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
    }

    private static String trueLabels(Map<String, String> labels, NamedCsvRecord row) {
        String file = String.valueOf(Path.of(row.getField("example")).getFileName());
        return labels.getOrDefault(file, "no row");
    }

    private static List<String> sorted(String labels) {
        return Stream.of(labels.split("\\|")).sorted().toList();
    }

    @Test
    void whatIsNoLabelIsRefusedInASentence() throws IOException {
        Files.writeString(folder.resolve("bad.csv"), "u,a,b\n1,0,1\n2,1,2\n3,yes,0\n");
        config(
                "bad.yaml",
                COLUMNS.replace("TABLE", file("bad.csv"))
                        .replace("[warm, wet, rare], columns: {tags: {type: ignore}}", "[a, b]"));
        CommandResult bad = run("train", file("bad.yaml"), "--run-dir", file("bad"));
        assertThat(bad.err())
                .contains("bad.csv:3: expected 0 or 1 for the label 'b', found '2'")
                .contains("bad.csv:4: expected 0 or 1 for the label 'a', found 'yes'");
        CommandResult classes =
                run(
                        "train",
                        file("columns.yaml"),
                        "--set",
                        "loss=cross_entropy",
                        "--run-dir",
                        file("x"));
        assertThat(classes.exitCode()).isEqualTo(2);
        assertThat(classes.err())
                .contains(
                        "loss: expected one for what this data set asks for (which of 3 labels hold)");
        assertThat(run("train", file("columns.yaml"), "--set", "dataset.target=u").err())
                .contains("labels: expected no target beside them, found u; remove one of them");
    }
}
