package etude.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import etude.datasets.Batch;
import etude.datasets.Target;
import etude.datasets.config.ColumnConfig.DateOrder;
import etude.datasets.config.ColumnConfig.Impute;
import etude.datasets.encoding.Encoding;
import etude.datasets.encoding.Encoding.Column;
import etude.datasets.encoding.Vocabulary;
import etude.datasets.preprocessing.Preprocessing;
import etude.datasets.split.FeatureStatistics;
import etude.datasets.split.TargetScale;
import etude.trainer.files.AtomicFiles;
import etude.trainer.loop.Inference;
import etude.trainer.predict.TrainedModel;
import etude.trainer.run.SavedModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Exported modules, loaded as a program without Etude would, beside what evaluation computes. On
 * the CPU, since a card computes convolutions in TF32.
 */
final class ModuleTest {
    private static final float CLOSE = 1.0e-5f;

    @TempDir private Path directory;

    private float[] called(SavedModel model, Function<ZooModel<NDList, NDList>, NDArray> input)
            throws Exception {
        Export export =
                Export.write(model, ExportFormat.TORCHSCRIPT, directory.resolve("exported"));
        assertThat(export.file()).isRegularFile();
        return calledAgain(input);
    }

    private static float[] evaluated(SavedModel model, Batch batch) {
        try (Inference inference = model.on("cpu", Optional.of(batch.capacity()))) {
            return inference.evaluation().outputs(batch);
        }
    }

    private void assertSameThroughEtude(SavedModel model, Batch batch) {
        TrainedModel opened = TrainedModel.open(directory.resolve("exported"), "best", note -> {});
        assertThat(opened.preprocessing().spec()).isEqualTo(model.preprocessing().spec());
        try (etude.trainer.predict.Predictor predictor =
                opened.on("cpu", Optional.of(batch.capacity()))) {
            assertClose(predictor.outputs(batch), evaluated(model, batch));
        }
    }

    private static void assertClose(float[] found, float[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i])
                    .isCloseTo(expected[i], within(CLOSE * Math.max(1, Math.abs(expected[i]))));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{name: mlp, hidden: [8], normalization: batch_norm}",
                "{name: resnet, depth: 8}",
                "{name: resnet, depth: 8, normalization: {name: group_norm, groups: 4}}",
                "{name: wide_resnet, depth: 10, width: 1}",
                "{name: vit, patch_size: 8, layers: 2, width: 16, heads: 2}"
            })
    void imagesGoInAsBytes(String text) throws Exception {
        int edge = 16;
        Preprocessing images = RandomModel.images(edge, 3, 5);
        SavedModel model = RandomModel.of(text, images);
        Batch batch = RandomModel.batch(images, 3);
        float[] found =
                called(
                        model,
                        loaded ->
                                loaded.getNDManager()
                                        .create(
                                                ByteBuffer.wrap(batch.images()),
                                                new Shape(3, edge, edge, 3),
                                                DataType.UINT8));
        assertClose(found, evaluated(model, batch));
        assertSameThroughEtude(model, batch);
    }

    @Test
    void rowsGoInAsColumns() throws Exception {
        double[][] rows = {{1.7e12 + 250, 1, 40}, {1.7e12 - 3e3, 0, -2.5}};
        for (Target target :
                List.of(new Target.Classes(List.of("no", "yes")), new Target.Value())) {
            TargetScale scale =
                    target instanceof Target.Value ? new TargetScale(400, 25) : TargetScale.own();
            Preprocessing table = RandomModel.table(target, scale);
            SavedModel model = RandomModel.of("{name: mlp, hidden: [6]}", table);
            Batch batch = encoded((Encoding.Table) table.encoding(), rows, table);
            float[] found = called(model, loaded -> loaded.getNDManager().create(rows));
            assertClose(found, evaluated(model, batch));
            assertSameThroughEtude(model, batch);
            assertThatThrownBy(
                            () ->
                                    calledAgain(
                                            loaded ->
                                                    loaded.getNDManager()
                                                            .create(new double[][] {{0, 2, 0}})))
                    .hasStackTraceContaining("a category has a number");
            AtomicFiles.deleteTree(directory.resolve("exported"));
        }
    }

    /** Dates as days since 1970-01-01, and NaN for what is missing. */
    @Test
    void datesAndGapsBecomeWhatTheyWereInTraining() throws Exception {
        Column.Numbers age = new Column.Numbers("age", 40);
        Column.Dates when = new Column.Dates("when", 19_700, DateOrder.YEAR_FIRST);
        Column.Categories city = new Column.Categories("city", List.of("Bonn", "Köln"));
        List<String> none = List.of("");
        float[] mean = new float[17];
        float[] deviation = new float[17];
        Arrays.fill(deviation, 1);
        mean[0] = 2;
        deviation[0] = 12;
        deviation[1] = 300;
        deviation[9] = 300;
        Preprocessing table =
                new Preprocessing(
                        new Encoding.Table(
                                List.of(
                                        new Column.Imputed(age, none, Impute.MEDIAN, 43.5),
                                        when,
                                        new Column.Imputed(
                                                city, none, Impute.INDICATOR, Double.NaN),
                                        new Column.Imputed(when, none, Impute.INDICATOR, 19_650.25),
                                        new Column.Imputed(city, none, Impute.CONSTANT, 1)),
                                "y",
                                5),
                        new Target.Classes(List.of("no", "yes")),
                        new FeatureStatistics(mean, deviation),
                        TargetScale.own());
        double gap = Double.NaN;
        double[][] rows = {
            {gap, 19_800.5, gap, gap, gap}, {31, -3, 1, 20_000, 0}, {55, 0, 0, -1e4, gap}
        };
        SavedModel model = RandomModel.of("{name: mlp, hidden: [6]}", table);
        Batch batch = encoded((Encoding.Table) table.encoding(), rows, table);
        assertClose(
                called(model, loaded -> loaded.getNDManager().create(rows)),
                evaluated(model, batch));
        assertSameThroughEtude(model, batch);
        assertThat(Files.readString(directory.resolve("exported/README.md")))
                .contains("a date as days since 1970-01-01, a missing value as NaN");
    }

    private float[] calledAgain(Function<ZooModel<NDList, NDList>, NDArray> input)
            throws Exception {
        Criteria<NDList, NDList> criteria =
                Criteria.builder()
                        .setTypes(NDList.class, NDList.class)
                        .optModelPath(directory.resolve("exported/model.pt"))
                        .optEngine("PyTorch")
                        .build();
        try (ZooModel<NDList, NDList> loaded = criteria.loadModel();
                Predictor<NDList, NDList> predictor = loaded.newPredictor()) {
            return predictor.predict(new NDList(input.apply(loaded))).head().toFloatArray();
        }
    }

    private static Batch encoded(
            Encoding.Table table, double[][] rows, Preprocessing preprocessing) {
        Batch batch = new Batch(preprocessing.spec(), rows.length);
        int at = 0;
        for (double[] row : rows) {
            for (int column = 0; column < row.length; column++) {
                table.columns().get(column).write(row[column], batch.vectors(), at);
                at += table.columns().get(column).width();
            }
        }
        batch.begin(0, rows.length, false);
        return batch;
    }

    @Test
    void tokensGoInAsNumbersAndMayBeFewer() throws Exception {
        Vocabulary vocabulary =
                new Vocabulary.Characters(
                        "\n\"Aaébc\\\uD83D\uDE00".codePoints().sorted().toArray());
        Preprocessing text = RandomModel.text(vocabulary, 12);
        SavedModel model = RandomModel.of("{name: gpt, layers: 2, width: 16, heads: 2}", text);
        Batch batch = RandomModel.batch(text, 2);
        int[][] windows = {
            Arrays.copyOfRange(batch.tokens(), 0, 12), Arrays.copyOfRange(batch.tokens(), 12, 24)
        };
        float[] all = called(model, loaded -> loaded.getNDManager().create(windows));
        assertClose(all, evaluated(model, batch));
        assertSameThroughEtude(model, batch);
        int[][] shorter = {Arrays.copyOf(windows[0], 5)};
        float[] first = calledAgain(loaded -> loaded.getNDManager().create(shorter));
        assertClose(first, Arrays.copyOf(all, 5 * vocabulary.size()));
    }

    @Test
    void theFolderSaysHowItIsCalled() throws IOException {
        SavedModel model = RandomModel.of("{name: mlp, hidden: [3]}", RandomModel.images(6, 1, 2));
        Path folder = directory.resolve("exported");
        Export.write(model, ExportFormat.TORCHSCRIPT, folder);
        String readme = Files.readString(folder.resolve("README.md"));
        assertThat(readme)
                .contains("# random, step 7", "torch.jit.load(\"model.pt\")", "(N, 6, 6, 1)")
                .doesNotContain("{{");
        assertThat(folder)
                .isDirectoryContaining("glob:**/preprocessing.json")
                .isDirectoryContaining("glob:**/export.json");
        assertThatThrownBy(() -> Export.write(model, ExportFormat.TORCHSCRIPT, folder))
                .hasMessageContaining("is there already");
    }

    @Test
    void namesBecomeLiteralsOfTheirBytes() {
        assertThat(ModuleText.quoted("a\"\\\né")).isEqualTo("\"a\\042\\134\\012\\303\\251\"");
    }
}
