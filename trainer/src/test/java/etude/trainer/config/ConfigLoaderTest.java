package etude.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.config.AugmentationConfig;
import etude.datasets.config.CellText;
import etude.datasets.config.ColumnConfig;
import etude.datasets.config.DatasetConfig;
import etude.datasets.config.SourceConfig;
import etude.trainer.config.Duration.Unit;
import etude.trainer.engine.Precision;
import etude.trainer.engine.ProcessorType;
import etude.trainer.model.ModelRegistry;
import etude.trainer.model.TinyProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigLoaderTest {
    private static final String EVERY_KEY =
            """
            name: mnist-mlp
            notes: "first try"
            seed: 7
            threads: 3
            kernels: intel_avx512
            dataset: {name: idx, path: data/mnist, examples: 600, validation_fraction: 0.2, validation_path: data/v, test_path: data/t, fold_in_validation: true, split_seed: 5,
              augment: [horizontal_flip, {name: random_crop, padding: 2}, {name: cutout, size: 3}, {name: mixup, alpha: 0.3}]}
            model: {name: tiny, hidden: [64, 32], normalization: {name: ghost_batch_norm, virtual_batch_size: 16}}
            initialize_from: {path: runs/before, map: [{from: 'a.*', to: 'b.*'}], freeze: ['stem_*'], skip: ['output_*']}
            batch_size: 64
            max_train_steps: 10 epochs
            precision: float32
            deterministic: true
            loss: {name: focal, gamma: 1.5, class_weights: [1, 2.5]}
            optimizer: {name: adam, learning_rate: 1e-3, beta1: 0.8, beta2: 0.99, epsilon: 1.0e-6, weight_decay: 1.0e-4, weight_decay_kind: l2,
              groups: [{match: 'output_*', learning_rate_scale: 10, weight_decay: 0}]}
            schedule: {warmup_steps: 100, hold_steps: 5%, decay: cosine, end_factor: 0.1}
            dropout: 0.25
            gradient_accumulation: 1
            gradient_clipping: {norm: 2}
            label_smoothing: 0.1
            polyak_decay: null
            evaluation: {every: 1 epoch, batch_size: 512, validation_examples: 1000, train_examples: all, predictions: 8, metrics: [f1, auc]}
            checkpoints: {every: 50000 examples, keep_best: 2, metric: validation/loss, mode: max}
            logging: {every: 20}
            """;

    @Test
    void everyKeyReachesItsComponent() {
        assertThat(Configs.load(EVERY_KEY))
                .isEqualTo(
                        new RunConfig(
                                "mnist-mlp",
                                "first try",
                                7,
                                new Threads(OptionalInt.of(3)),
                                new KernelsFor(Optional.of(ProcessorType.INTEL_AVX512)),
                                new DatasetConfig(
                                        new SourceConfig.Idx("data/mnist"),
                                        Optional.of(600),
                                        0.2,
                                        Optional.of("data/v"),
                                        0,
                                        Optional.of("data/t"),
                                        true,
                                        5,
                                        List.of(
                                                new AugmentationConfig.HorizontalFlip(),
                                                new AugmentationConfig.RandomCrop(2),
                                                new AugmentationConfig.Cutout(3),
                                                new AugmentationConfig.Mixup(0.3))),
                                new ModelConfig(
                                        "tiny",
                                        new TinyProvider.Settings(
                                                List.of(64, 32),
                                                new TinyProvider.Normalization.GhostBatchNorm(16))),
                                Optional.of(
                                        new InitializeFromConfig(
                                                "runs/before",
                                                List.of(new RenameConfig("a.*", "b.*")),
                                                List.of("stem_*"),
                                                List.of("output_*"))),
                                64,
                                new Duration(10, Unit.EPOCHS),
                                Precision.FLOAT32,
                                true,
                                Optional.of(
                                        new LossConfig.Focal(
                                                1.5,
                                                Optional.of(
                                                        new ClassWeights.Listed(
                                                                List.of(1.0, 2.5))))),
                                new OptimizerConfig.Adam(
                                        1e-3,
                                        0.8,
                                        0.99,
                                        1e-6,
                                        1e-4,
                                        OptimizerConfig.WeightDecayKind.L2,
                                        List.of(
                                                new ParameterGroupConfig(
                                                        "output_*", 10, Optional.of(0.0), false))),
                                new ScheduleConfig(
                                        new Duration(100, Unit.STEPS),
                                        new Duration(5, Unit.PERCENT),
                                        ScheduleConfig.Decay.COSINE,
                                        0.1,
                                        Optional.empty(),
                                        Optional.empty(),
                                        List.of(),
                                        List.of()),
                                0.25,
                                1,
                                Optional.of(new GradientClippingConfig(2)),
                                0.1,
                                Optional.empty(),
                                new EvaluationConfig(
                                        new Duration(1, Unit.EPOCHS),
                                        512,
                                        new SampleSize(OptionalInt.of(1000)),
                                        new SampleSize(OptionalInt.empty()),
                                        8,
                                        List.of("f1", "auc")),
                                new CheckpointsConfig(
                                        new Duration(50000, Unit.EXAMPLES),
                                        2,
                                        Optional.of("validation/loss"),
                                        CheckpointsConfig.Mode.MAX),
                                new LoggingConfig(new Duration(20, Unit.STEPS)),
                                new DistributedConfig(
                                        DistributedConfig.Sum.AUTO, new TimeLimit(600))));
    }

    @Test
    void absentKeysHaveTheirDefaults() {
        assertThat(Configs.minimal())
                .isEqualTo(
                        new RunConfig(
                                "minimal",
                                "",
                                1,
                                new Threads(OptionalInt.empty()),
                                new KernelsFor(Optional.empty()),
                                new DatasetConfig(
                                        new SourceConfig.Generated(28, 0.5),
                                        Optional.of(10_000),
                                        0.1,
                                        Optional.empty(),
                                        0,
                                        Optional.empty(),
                                        false,
                                        0,
                                        List.of()),
                                new ModelConfig(
                                        "tiny",
                                        new TinyProvider.Settings(
                                                List.of(256, 128),
                                                new TinyProvider.Normalization.None())),
                                Optional.empty(),
                                128,
                                new Duration(2000, Unit.STEPS),
                                Precision.FLOAT32,
                                false,
                                Optional.empty(),
                                new OptimizerConfig.Momentum(
                                        0.05,
                                        0.9,
                                        0,
                                        OptimizerConfig.WeightDecayKind.DECOUPLED,
                                        List.of()),
                                new ScheduleConfig(
                                        new Duration(0, Unit.STEPS),
                                        new Duration(0, Unit.STEPS),
                                        ScheduleConfig.Decay.CONSTANT,
                                        0,
                                        Optional.empty(),
                                        Optional.empty(),
                                        List.of(),
                                        List.of()),
                                0,
                                1,
                                Optional.empty(),
                                0,
                                Optional.empty(),
                                new EvaluationConfig(
                                        new Duration(5, Unit.PERCENT),
                                        1024,
                                        new SampleSize(OptionalInt.empty()),
                                        new SampleSize(OptionalInt.of(2000)),
                                        64,
                                        List.of()),
                                new CheckpointsConfig(
                                        new Duration(5, Unit.PERCENT),
                                        3,
                                        Optional.empty(),
                                        CheckpointsConfig.Mode.MIN),
                                new LoggingConfig(new Duration(50, Unit.STEPS)),
                                new DistributedConfig(
                                        DistributedConfig.Sum.AUTO, new TimeLimit(600))));
    }

    /** The example of the design, with an optimizer that this version has. */
    @Test
    void designExampleLoads() {
        String yaml =
                """
                name: mnist-mlp
                notes: ""
                seed: 1
                threads: auto                  # CPU threads; resolved once, then fixed for the run
                dataset: {name: idx, path: data/mnist, validation_fraction: 0.2, split_seed: 0, augment: []}
                model: {name: mlp, hidden: [256, 128], normalization: {name: ghost_batch_norm, virtual_batch_size: 64}}
                batch_size: 128
                max_train_steps: 2000          # durations may also be written "10 epochs", "50000 examples", "5%"
                precision: float32             # or bfloat16
                optimizer: {name: momentum, learning_rate: 0.05, momentum: 0.9, weight_decay: 1.0e-4, weight_decay_kind: decoupled}   # or l2
                schedule: {warmup_steps: 100, hold_steps: 0, decay: cosine, end_factor: 0.0}
                dropout: 0.0
                gradient_accumulation: 1
                gradient_clipping: {norm: 1.0}
                label_smoothing: 0.0
                polyak_decay: null
                evaluation: {every: 200, batch_size: 1024, validation_examples: all, train_examples: 2000, predictions: 64}
                checkpoints: {every: 200, keep_best: 3, metric: validation/error_rate, mode: min}
                logging: {every: 50}
                """;
        ModelRegistry models = new ModelRegistry(List.of(new TinyProvider("mlp")));

        RunConfig config = ConfigLoader.parse(yaml, "design.md", List.of(), models);

        assertThat(config.dataset().source()).isEqualTo(new SourceConfig.Idx("data/mnist"));
        assertThat(config.checkpoints().metric()).contains("validation/error_rate");
        assertThat(config.model().settings())
                .isEqualTo(
                        new TinyProvider.Settings(
                                List.of(256, 128),
                                new TinyProvider.Normalization.GhostBatchNorm(64)));
    }

    @Test
    void catalogueNamesAreShortForTheCatalogue() {
        assertThat(Configs.minimal("dataset={name: fashion-mnist}").dataset().source())
                .isEqualTo(new SourceConfig.Catalogue("fashion-mnist"));
        assertThat(Configs.problems(Configs.MINIMAL, "dataset={name: mnist, dataset: kmnist}"))
                .singleElement()
                .asString()
                .startsWith("--set dataset: dataset.dataset: unknown key");
    }

    @Test
    void columnsOfATableAreKeptByTheirNames() {
        String table =
                "dataset={name: csv, path: a.csv, target: y, missing: [NA, \"\", -, -999, null],"
                        + " columns: {id: {type: ignore}, the age: {impute: median}}}";
        SourceConfig.Csv csv = (SourceConfig.Csv) Configs.minimal(table).dataset().source();
        assertThat(csv.missing().orElseThrow().stream().map(CellText::text))
                .containsExactly("NA", "", "-", "-999", "null");
        assertThat(csv.columns().keySet()).containsExactly("id", "the age");
        assertThat(csv.columns().values().stream().map(ColumnConfig::type))
                .containsExactly(Optional.of(ColumnConfig.Type.IGNORE), Optional.empty());
        SourceConfig.Csv changed =
                (SourceConfig.Csv)
                        Configs.minimal(table, "dataset.columns.the age.impute=mean")
                                .dataset()
                                .source();
        assertThat(changed.columns().values().stream().map(ColumnConfig::impute))
                .containsExactly(Optional.empty(), Optional.of(ColumnConfig.Impute.MEAN));
        assertThat(Configs.problems(Configs.MINIMAL, table, "dataset.columns.id.type=ignored"))
                .singleElement()
                .asString()
                .contains("expected number, category, date or ignore, found \"ignored\"");
        assertThat(Configs.problems(Configs.MINIMAL, table, "dataset.columns.id=ignore"))
                .singleElement()
                .asString()
                .contains("expected a mapping with keys of type, missing, impute, fill_value");
        assertThat(Configs.problems(Configs.MINIMAL, table, "dataset.columns.id.impute=constant"))
                .singleElement()
                .asString()
                .contains("constant needs a fill_value beside it");
    }

    @Test
    void fileIsReadAndNamedInProblems(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("run.yaml");
        Files.writeString(file, Configs.MINIMAL);
        assertThat(ConfigLoader.load(file, List.of("seed=3"), Configs.MODELS).seed()).isEqualTo(3);

        Files.writeString(file, Configs.MINIMAL.replace("128", "abc"));
        assertThatThrownBy(() -> ConfigLoader.load(file, List.of(), Configs.MODELS))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        file
                                + ":4: batch_size: expected a whole number of at least 1, found \"abc\"");

        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThatThrownBy(() -> ConfigLoader.load(file, List.of(), Configs.MODELS))
                .hasMessageContaining("expected UTF-8 text");

        Files.delete(file);
        assertThatThrownBy(() -> ConfigLoader.load(file, List.of(), Configs.MODELS))
                .hasMessageContaining("there is no such config file");
    }
}
