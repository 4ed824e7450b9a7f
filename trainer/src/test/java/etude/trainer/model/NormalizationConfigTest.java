package etude.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import etude.trainer.model.NormalizationConfig.GhostBatchNorm;
import etude.trainer.model.NormalizationConfig.GroupNorm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalizationConfigTest {
    @Test
    void ghostsLargerThanTheBatchAreRefusedWithAWayOut() {
        assertThatThrownBy(() -> new GhostBatchNorm(64, false).layer(16, 63))
                .isInstanceOf(EtudeException.class)
                .hasMessage(
                        "model.normalization.virtual_batch_size: expected at most the 63 examples of one training pass, found 64;"
                                + " lower it, raise batch_size, or set model.normalization.allow_smaller: true");
    }

    @Test
    void smallerBatchesAreAllowedOnDemandWithAWarning() {
        GhostBatchNorm ghost = new GhostBatchNorm(64, true);
        assertThat(ghost.layer(16, 63).orElseThrow()).isExactlyInstanceOf(BatchNormalization.class);
        assertThat(ghost.advice(63)).singleElement().asString().contains("63", "64");
        assertThat(ghost.advice(64)).isEmpty();
    }

    @Test
    void onlyBatchesLargerThanTheGhostAreSplit() {
        GhostBatchNorm ghost = new GhostBatchNorm(64, false);
        assertThat(ghost.layer(16, 64).orElseThrow()).isExactlyInstanceOf(BatchNormalization.class);
        assertThat(ghost.layer(16, 65).orElseThrow())
                .isExactlyInstanceOf(GhostBatchNormalization.class);
    }

    @ParameterizedTest
    @CsvSource({"16, 32, 16", "48, 32, 24", "7, 4, 1"})
    void groupsThatDoNotDivideTheChannelsNameOnesThatDo(int channels, int groups, int instead) {
        assertThatThrownBy(() -> new GroupNorm(groups).layer(channels, 2))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("model.normalization.groups")
                .hasMessageContaining(channels + " channels")
                .hasMessageContaining("found " + groups)
                .hasMessageContaining("use " + instead);
    }

    @Test
    void cifarResNetRefusesTheDefaultGroupsForItsSixteenChannels() {
        ResNetProvider.Settings settings =
                new ResNetProvider.Settings(
                        20, ResNetProvider.Variant.CIFAR, new GroupNorm(32), false);
        ModelContext context = new ModelContext(Models.images(32, 3, 10), 0, 2);
        assertThatThrownBy(() -> new ResNetProvider().build(settings, context))
                .hasMessageContaining("divisor of the 16 channels")
                .hasMessageContaining("use 16");
    }

    @Test
    void aNameAloneIsEnough() {
        assertThat(normalization("ghost_batch_norm")).isEqualTo(new GhostBatchNorm(64, false));
        assertThat(normalization("group_norm")).isEqualTo(new GroupNorm(32));
        assertThat(normalization("{name: ghost_batch_norm, virtual_batch_size: 32}"))
                .isEqualTo(new GhostBatchNorm(32, false));
    }

    private static NormalizationConfig normalization(String yaml) {
        String config =
                """
                name: x
                dataset: {name: generated}
                model: {name: resnet, normalization: %s}
                batch_size: 128
                max_train_steps: 1
                optimizer: {name: sgd, learning_rate: 0.1}
                """
                        .formatted(yaml);
        RunConfig run = ConfigLoader.parse(config, "x.yaml", List.of());
        return ((ResNetProvider.Settings) run.model().settings()).normalization();
    }
}
