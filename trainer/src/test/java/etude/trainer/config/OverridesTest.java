package etude.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;

import etude.datasets.config.SourceConfig;
import etude.trainer.config.OptimizerConfig.WeightDecayKind;
import etude.trainer.model.TinyProvider.Normalization;
import etude.trainer.model.TinyProvider.Settings;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OverridesTest {
    private static final String BASE =
            Configs.MINIMAL
                    .replace(
                            "{learning_rate: 0.05}",
                            "{learning_rate: 0.05, momentum: 0.5, weight_decay: 0.02, weight_decay_kind: l2}")
                    .replace("{name: generated}", "{name: idx, path: data, split_seed: 9}")
                    .replace(
                            "{name: tiny}",
                            "{name: tiny, normalization: {name: ghost_batch_norm, virtual_batch_size: 8}}");

    @Test
    void valuesAreYamlAndTheLaterOneCounts() {
        RunConfig config =
                Configs.load(
                        BASE,
                        "seed=2",
                        "seed=3",
                        "model.hidden=[5]",
                        "gradient_clipping.norm=1e-1",
                        "notes=a = b",
                        "max_train_steps=3 epochs");

        assertThat(config.seed()).isEqualTo(3);
        assertThat(((Settings) config.model().settings()).hidden()).containsExactly(5);
        assertThat(config.gradientClipping())
                .isEqualTo(Optional.of(new GradientClippingConfig(0.1)));
        assertThat(config.notes()).isEqualTo("a = b");
        assertThat(config.maxTrainSteps()).isEqualTo(new Duration(3, Duration.Unit.EPOCHS));
    }

    @Test
    void newOptimizerKeepsOnlyWeightDecayAndNeedsALearningRate() {
        assertThat(
                        Configs.load(BASE, "optimizer.learning_rate=0.2", "optimizer.name=sgd")
                                .optimizer())
                .isEqualTo(new OptimizerConfig.Sgd(0.2, 0.02, WeightDecayKind.L2, List.of()));
        assertThat(Configs.problems(BASE, "optimizer.name=adam"))
                .containsExactly(
                        "--set optimizer.name: missing key optimizer.learning_rate (Base learning rate.)");
    }

    @Test
    void weightDecayKindIsDroppedForAdamwWhichHasOnlyOne() {
        assertThat(
                        Configs.load(BASE, "optimizer.name=adamw", "optimizer.learning_rate=0.001")
                                .optimizer())
                .isEqualTo(new OptimizerConfig.AdamW(0.001, 0.9, 0.999, 1e-8, 0.02, List.of()));
        assertThat(
                        Configs.problems(
                                Configs.MINIMAL,
                                "optimizer={name: adamw, learning_rate: 1e-3, weight_decay_kinds: l2}"))
                .containsExactly(
                        "--set optimizer: optimizer.weight_decay_kinds: unknown key; did you mean weight_decay?");
    }

    @Test
    void theSameNameDropsNothing() {
        assertThat(Configs.load(BASE, "optimizer.name=momentum")).isEqualTo(Configs.load(BASE));
    }

    @Test
    void newDatasetKeepsWhatItKnows() {
        RunConfig config = Configs.load(BASE, "dataset.name=kmnist");

        assertThat(config.dataset().source()).isEqualTo(new SourceConfig.Catalogue("kmnist"));
        assertThat(config.dataset().splitSeed()).isEqualTo(9);
    }

    @Test
    void newNameBelowTheModelKeepsWhatItKnows() {
        assertThat(Configs.load(BASE, "model.normalization.name=none").model().settings())
                .isEqualTo(new Settings(List.of(256, 128), new Normalization.None()));
        assertThat(Configs.load(BASE, "model.normalization=none").model().settings())
                .isEqualTo(new Settings(List.of(256, 128), new Normalization.None()));
    }

    @Test
    void keyBelowAPlainValueIsAProblemAtThatValue() {
        assertThat(Configs.problems(BASE, "batch_size.x=1"))
                .containsExactly(
                        "--set batch_size.x: batch_size: expected a whole number of at least 1, found a mapping");
    }
}
