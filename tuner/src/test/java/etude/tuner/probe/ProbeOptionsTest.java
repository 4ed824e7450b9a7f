package etude.tuner.probe;

import static org.assertj.core.api.Assertions.assertThat;

import etude.tuner.process.ChildDevice;
import etude.tuner.process.MemoryLimit;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
final class ProbeOptionsTest {
    private static final MemoryLimit LIMIT = new MemoryLimit(1L << 30);
    private static final long EARLIER = 1L << 29;

    private static ProbeOptions options(Optional<MemoryLimit> limit) {
        return new ProbeOptions(
                Path.of("config.yaml"),
                List.of(),
                ProbeMode.TRAINING,
                List.of(new ChildDevice("auto")),
                1,
                64,
                limit,
                false,
                0.1,
                1,
                Path.of("probes"),
                Optional.empty(),
                false,
                List.of("etude", "probe"));
    }

    @Test
    void onAGpuTheKernelEnforcesNothingAndTheProcessHasTheLimit() {
        ProbeOptions options = options(Optional.of(LIMIT));
        assertThat(options.kernelLimit(true, Optional.empty())).isEmpty();
        assertThat(options.kernelLimit(false, Optional.empty())).contains(LIMIT);
        assertThat(options.gpuMemory()).hasValue(LIMIT.bytes());
        assertThat(options(Optional.empty()).gpuMemory()).isEmpty();
    }

    @Test
    void aProbeThatGoesOnKeepsItsLimitButNotThatOfAGpu() {
        ProbeOptions options = options(Optional.empty());
        Sizes sizes = new Sizes().measured(1, 10);
        assertThat(options.kernelLimit(false, Optional.of(sizes.probe(EARLIER))))
                .contains(new MemoryLimit(EARLIER));
        assertThat(options.kernelLimit(false, Optional.of(sizes.probeOnGpu(EARLIER))))
                .isPresent()
                .isNotEqualTo(Optional.of(new MemoryLimit(EARLIER)));
    }

    @Test
    void withALibraryForCpusTheDeviceIsSurelyTheCpu() {
        assertThat(options(Optional.empty()).firstLimit()).isPresent();
    }
}
