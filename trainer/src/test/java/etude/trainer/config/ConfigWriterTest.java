package etude.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;

import etude.datasets.config.AugmentationConfig;
import etude.datasets.config.CellText;
import etude.datasets.config.ColumnConfig;
import etude.datasets.config.DatasetConfig;
import etude.datasets.config.SourceConfig;
import etude.trainer.config.Duration.Unit;
import etude.trainer.config.ScheduleConfig.Decay;
import etude.trainer.engine.Precision;
import etude.trainer.engine.ProcessorType;
import etude.trainer.model.TinyProvider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

final class ConfigWriterTest {
    private static final List<String> TEXTS =
            List.of(
                    "plain",
                    "",
                    " ",
                    "yes",
                    "null",
                    "1e-3",
                    "0x1F",
                    "a: b # c",
                    "\"quoted\" 'twice' \\",
                    "two\nlines\t\r",
                    "\u00fcber \u4e2d \ud83d\ude00 \u2028 \u0085 \u007f \u0000",
                    "- item",
                    "*alias",
                    "%");

    /** No file system has a NUL in a path, nor one of no characters. */
    private static final List<String> PATHS =
            TEXTS.stream().filter(text -> !text.isBlank() && text.indexOf('\0') < 0).toList();

    @Test
    void everyDefaultIsWrittenInTheOrderOfTheComponents() {
        assertThat(ConfigWriter.toYaml(Configs.minimal("dataset.augment=[random_crop, cutout]")))
                .isEqualTo(
                        """
                        name: minimal
                        notes: ""
                        seed: 1
                        threads: auto
                        kernels: auto
                        dataset:
                          name: generated
                          image_size: 28
                          difficulty: 0.5
                          examples: 10000
                          validation_fraction: 0.1
                          validation_path: null
                          test_fraction: 0.0
                          test_path: null
                          fold_in_validation: false
                          split_seed: 0
                          stratify: false
                          group: null
                          augment:
                            - name: random_crop
                              padding: 4
                            - name: cutout
                              size: 8
                        model:
                          name: tiny
                          hidden: [256, 128]
                          normalization:
                            name: none
                        initialize_from: null
                        batch_size: 128
                        max_train_steps: 2000
                        precision: float32
                        deterministic: false
                        loss: null
                        optimizer:
                          name: momentum
                          learning_rate: 0.05
                          momentum: 0.9
                          weight_decay: 0.0
                          weight_decay_kind: decoupled
                          groups: []
                        schedule:
                          warmup_steps: 0
                          hold_steps: 0
                          decay: constant
                          end_factor: 0.0
                          power: null
                          timescale: null
                          boundaries: []
                          factors: []
                        dropout: 0.0
                        gradient_accumulation: 1
                        gradient_clipping: null
                        label_smoothing: 0.0
                        polyak_decay: null
                        evaluation:
                          every: "5%"
                          batch_size: 1024
                          validation_examples: all
                          train_examples: 2000
                          predictions: 64
                          metrics: []
                        checkpoints:
                          every: "5%"
                          keep_best: 3
                          metric: null
                          mode: min
                        logging:
                          every: 50
                        distributed:
                          sum: auto
                          timeout: "600s"
                        """);
    }

    @Test
    void charactersWithAShapeAreWrittenAsTheyAre() {
        String notes =
                "\u00fcber \u4e2d\u6587 \ud83d\ude80 \ud83d\udc69\ud83c\udffd e\u0301 \u20ac";

        assertThat(ConfigWriter.toYaml(Configs.minimal("notes=" + notes)))
                .contains("notes: \"" + notes + "\"\n");
        assertThat(ConfigWriter.toYaml(Configs.minimal("notes=\u202e\ue000\udb40\udc41 \ud800")))
                .contains("notes: \"\\u202e\\ue000\\U000e0041 \\ud800\"\n");
    }

    @RepeatedTest(100)
    void whatIsWrittenIsReadBackEqual(RepetitionInfo repetition) {
        RunConfig config = random(new Random(repetition.getCurrentRepetition()));

        String yaml = ConfigWriter.toYaml(config);

        assertThat(Configs.load(yaml)).as(yaml).isEqualTo(config);
    }

    private static Optional<ProcessorType> kernels(Random random) {
        return random.nextBoolean()
                ? Optional.empty()
                : Optional.of(pick(random, List.of(ProcessorType.values())));
    }

    private static Optional<LossConfig> loss(Random random) {
        ClassWeights weights =
                pick(
                        random,
                        List.of(
                                new ClassWeights.Balanced(),
                                new ClassWeights.Listed(List.of(0.1, 1e-20, 3e20)),
                                new ClassWeights.ByName(
                                        Map.of(pick(random, TEXTS), random.nextDouble() + 0.1))));
        return pick(
                random,
                List.of(
                        Optional.empty(),
                        Optional.of(new LossConfig.CrossEntropy(Optional.of(weights))),
                        Optional.of(new LossConfig.Focal(random.nextDouble(), Optional.empty())),
                        Optional.of(new LossConfig.SquaredError())));
    }

    private static RunConfig random(Random random) {
        return new RunConfig(
                "run " + random.nextInt(100),
                pick(random, TEXTS),
                random.nextLong(),
                new Threads(count(random, 1)),
                new KernelsFor(kernels(random)),
                new DatasetConfig(
                        source(random),
                        Optional.of(2 + random.nextInt(9)),
                        0.9 * random.nextDouble(),
                        Optional.of(pick(random, PATHS)),
                        0.9 * random.nextDouble(),
                        Optional.empty(),
                        random.nextBoolean(),
                        random.nextLong(),
                        augmentations(random)),
                new ModelConfig(
                        "tiny",
                        new TinyProvider.Settings(
                                List.of(1 + random.nextInt(9)), normalization(random))),
                Optional.of(
                                new InitializeFromConfig(
                                        pick(random, PATHS),
                                        List.of(new RenameConfig("*.a", "b *")),
                                        List.of(pick(random, TEXTS)),
                                        List.of()))
                        .filter(any -> random.nextBoolean()),
                1 + random.nextInt(4096),
                duration(random),
                Precision.FLOAT32,
                random.nextBoolean(),
                loss(random),
                optimizer(random),
                schedule(random),
                0.99 * random.nextDouble(),
                1,
                random.nextBoolean()
                        ? Optional.of(new GradientClippingConfig(1e-30 + size(random)))
                        : Optional.empty(),
                0.5 * random.nextDouble(),
                Optional.empty(),
                new EvaluationConfig(
                        duration(random),
                        1 + random.nextInt(9),
                        new SampleSize(count(random, 0)),
                        new SampleSize(count(random, 0)),
                        random.nextInt(9),
                        List.of(pick(random, TEXTS))),
                new CheckpointsConfig(
                        duration(random),
                        random.nextInt(9),
                        Optional.of("validation/loss").filter(m -> random.nextBoolean()),
                        pick(random, List.of(CheckpointsConfig.Mode.values()))),
                new LoggingConfig(duration(random)),
                new DistributedConfig(
                        pick(random, List.of(DistributedConfig.Sum.values())),
                        new TimeLimit(1 + random.nextInt(9000))));
    }

    private static ScheduleConfig schedule(Random random) {
        Decay decay = pick(random, List.of(Decay.values()));
        boolean piecewise = decay == Decay.PIECEWISE;
        boolean endless = piecewise || decay == Decay.INVERSE_SQRT;
        return new ScheduleConfig(
                duration(random),
                duration(random),
                decay,
                endless ? 0 : 1 - random.nextDouble(),
                Optional.of(0.5 + random.nextDouble()).filter(p -> decay == Decay.POLYNOMIAL),
                Optional.of(duration(random)).filter(t -> decay == Decay.INVERSE_SQRT),
                piecewise ? List.of(duration(random), duration(random)) : List.of(),
                piecewise ? List.of(random.nextDouble(), 0.0) : List.of());
    }

    private static SourceConfig source(Random random) {
        String text = pick(random, TEXTS);
        String path = pick(random, PATHS);
        return pick(
                random,
                List.of(
                        new SourceConfig.Idx(path),
                        new SourceConfig.CifarBinary(path, 100),
                        new SourceConfig.ImageFolder(
                                path,
                                Optional.of(3),
                                Optional.empty(),
                                true,
                                Optional.empty(),
                                Optional.empty(),
                                SourceConfig.OnError.FAIL,
                                0.01),
                        new SourceConfig.ImageFolder(
                                path,
                                Optional.of(3),
                                Optional.of(4),
                                false,
                                Optional.of(5),
                                Optional.empty(),
                                true,
                                SourceConfig.OnError.SKIP,
                                0.02,
                                SourceConfig.Decode.TRAINING,
                                Optional.of(path),
                                Optional.of("|")),
                        new SourceConfig.Csv(path, "y" + text, SourceConfig.Task.REGRESSION, true),
                        new SourceConfig.Csv(
                                path,
                                "",
                                List.of("a" + text, "b"),
                                Optional.empty(),
                                SourceConfig.Task.CLASSIFICATION,
                                false,
                                Optional.empty(),
                                Map.of()),
                        new SourceConfig.Csv(
                                path,
                                "y",
                                SourceConfig.Task.REGRESSION,
                                false,
                                Optional.of(List.of(new CellText(text), new CellText("-999"))),
                                Map.of("a column", column(random))),
                        new SourceConfig.Text(path, SourceConfig.TextVocabulary.BYTE, 9),
                        new SourceConfig.Text(
                                path,
                                SourceConfig.TextVocabulary.BYTE_PAIR,
                                Optional.of(300),
                                Optional.empty(),
                                9),
                        new SourceConfig.Text(
                                path,
                                SourceConfig.TextVocabulary.TOKENIZER,
                                Optional.empty(),
                                Optional.of(path),
                                9),
                        new SourceConfig.Generated(8, random.nextDouble()),
                        new SourceConfig.Catalogue("kmnist")));
    }

    private static ColumnConfig column(Random random) {
        boolean dates = random.nextBoolean();
        return new ColumnConfig(
                dates ? Optional.of(ColumnConfig.Type.DATE) : Optional.empty(),
                dates ? Optional.empty() : Optional.of(List.of(new CellText("null"))),
                Optional.of(ColumnConfig.Impute.CONSTANT),
                Optional.of(new CellText("1e5")),
                dates ? Optional.of(ColumnConfig.DateOrder.DAY_FIRST) : Optional.empty());
    }

    private static List<AugmentationConfig> augmentations(Random random) {
        List<AugmentationConfig> all =
                List.of(
                        new AugmentationConfig.RandomResizedCrop(
                                0.1, 0.5 + random.nextDouble() / 2, 0.7),
                        new AugmentationConfig.RandomCrop(3),
                        new AugmentationConfig.HorizontalFlip(),
                        new AugmentationConfig.Cutout(4),
                        new AugmentationConfig.ColorJitter(0.1, 0.2, 0.3, random.nextDouble() / 2),
                        new AugmentationConfig.RandomErasing(
                                0.5, 0.1, 0.2, 0.5, AugmentationConfig.Fill.ZERO),
                        new AugmentationConfig.RandAugment(3, random.nextInt(31)),
                        new AugmentationConfig.CutMix(0.5),
                        new AugmentationConfig.Mixup(0.2 + random.nextDouble()));
        return all.subList(0, random.nextInt(all.size() + 1));
    }

    private static TinyProvider.Normalization normalization(Random random) {
        return random.nextBoolean()
                ? new TinyProvider.Normalization.None()
                : new TinyProvider.Normalization.GhostBatchNorm(2 + random.nextInt(9));
    }

    private static OptimizerConfig optimizer(Random random) {
        OptimizerConfig.WeightDecayKind kind =
                pick(random, List.of(OptimizerConfig.WeightDecayKind.values()));
        return pick(
                random,
                List.of(
                        new OptimizerConfig.Sgd(size(random), size(random), kind, groups(random)),
                        new OptimizerConfig.Momentum(
                                size(random), 0.9, size(random), kind, List.of()),
                        new OptimizerConfig.Nesterov(
                                size(random), 0.9, size(random), kind, List.of()),
                        new OptimizerConfig.RmsProp(
                                size(random), 0.9, 0.5, 1e-8, 0, kind, List.of()),
                        new OptimizerConfig.Adam(size(random), 0.9, 0.99, 1e-8, 0, kind, List.of()),
                        new OptimizerConfig.NAdam(
                                size(random), 0.9, 0.99, 1e-8, 0, kind, List.of()),
                        new OptimizerConfig.AdamW(
                                size(random), 0.9, 0.99, 1e-8, size(random), List.of())));
    }

    private static List<ParameterGroupConfig> groups(Random random) {
        return List.of(
                new ParameterGroupConfig(
                        pick(random, TEXTS), size(random), Optional.empty(), false),
                new ParameterGroupConfig("*", 1, Optional.of(size(random)), true));
    }

    private static Duration duration(Random random) {
        Unit unit = pick(random, List.of(Unit.STEPS, Unit.EPOCHS, Unit.EXAMPLES));
        return unit == Unit.EPOCHS
                ? new Duration(size(random), unit)
                : new Duration(1 + random.nextInt(1 << 30), unit);
    }

    /** Positive, of any order of magnitude. */
    private static double size(Random random) {
        return Math.pow(10, random.nextDouble() * 40 - 20);
    }

    private static OptionalInt count(Random random, int min) {
        return random.nextBoolean()
                ? OptionalInt.empty()
                : OptionalInt.of(min + random.nextInt(Integer.MAX_VALUE - min));
    }

    private static <T> T pick(Random random, List<? extends T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
