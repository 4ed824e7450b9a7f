package etude.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.engine.ProcessorType;
import org.junit.jupiter.api.Test;

final class ConfigDifferencesTest {
    private final RunConfig saved = Configs.minimal("threads=2");

    @Test
    void keysThatMatterAreNamedWithBothValues() {
        assertThat(
                        ConfigDifferences.between(
                                saved,
                                Configs.minimal(
                                        "threads=3",
                                        "model.hidden=[5]",
                                        "dataset.augment=[cutout]",
                                        "optimizer={name: adam, learning_rate: 0.2}",
                                        "gradient_clipping.norm=1")))
                .containsExactly(
                        "threads: 2 -> 3",
                        "dataset.augment: [] -> absent",
                        "model.hidden: [256, 128] -> [5]",
                        "optimizer.name: momentum -> adam",
                        "optimizer.learning_rate: 0.05 -> 0.2",
                        "optimizer.momentum: 0.9 -> absent",
                        "gradient_clipping: null -> absent",
                        "dataset.augment[0].name: absent -> cutout",
                        "dataset.augment[0].size: absent -> 8",
                        "optimizer.beta1: absent -> 0.9",
                        "optimizer.beta2: absent -> 0.999",
                        "optimizer.epsilon: absent -> 1.0e-8",
                        "gradient_clipping.norm: absent -> 1.0");
    }

    @Test
    void harmlessKeysMayDiffer() {
        assertThat(
                        ConfigDifferences.between(
                                saved,
                                Configs.minimal(
                                        "name=other", "notes=other", "checkpoints.keep_best=9")))
                .isEmpty();
    }

    @Test
    void kernelsMatterOnceTheyAreFixed() {
        RunConfig fixed = Configs.minimal("threads=2", "kernels=amd_avx512");

        assertThat(ConfigDifferences.between(fixed, Configs.minimal("kernels=intel_avx512")))
                .containsExactly("kernels: amd_avx512 -> intel_avx512");
        assertThat(ConfigDifferences.between(fixed, Configs.minimal())).isEmpty();
        // an earlier version fixed none
        assertThat(ConfigDifferences.between(saved, fixed)).isEmpty();
    }

    @Test
    void kernelsForAnotherTypeOfProcessorAreSaid() {
        KernelsFor amd = Configs.minimal("kernels=amd_avx512").kernels();

        assertThat(amd.note(ProcessorType.AMD_AVX512)).isEmpty();
        assertThat(amd.note(ProcessorType.INTEL_AVX512))
                .contains(
                        "kernels: amd_avx512 stays, and this is Intel with AVX-512: the last bits of all numbers may differ from those on AMD with AVX-512");
    }

    @Test
    void loggingIntervalMattersBecauseTheTrainingLossIsAveragedOverIt() {
        assertThat(ConfigDifferences.between(saved, Configs.minimal("logging.every=7")))
                .containsExactly("logging.every: 50 -> 7");
    }
}
