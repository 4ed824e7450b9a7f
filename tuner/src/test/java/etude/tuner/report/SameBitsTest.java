package etude.tuner.report;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.config.ConfigLoader;
import etude.trainer.config.Durations;
import etude.trainer.config.RunConfig;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.RunFacts;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SameBitsTest {
    @TempDir private Path directory;

    @Test
    void onlyWhatRanOnAGpuSaysSo() {
        assertThat(SameBits.of(facts("cpu()", false))).isEmpty();
        assertThat(SameBits.of(facts("gpu(0)", false))).contains(SameBits.ANY);
        assertThat(SameBits.of(facts("gpu(0)", true))).contains(SameBits.DETERMINISTIC);
    }

    @Test
    void aRunKeepsIt() {
        RunFacts facts = facts("gpu(0)", true);
        facts.write(new RunDirectory(directory));
        assertThat(RunFacts.read(new RunDirectory(directory))).contains(facts);
    }

    private static RunFacts facts(String device, boolean deterministic) {
        RunConfig config =
                ConfigLoader.parse(
                        "name: n\ndataset: {name: generated}\nbatch_size: 8\nmax_train_steps: 1\nmodel: mlp\n"
                                + "optimizer: {name: sgd, learning_rate: 1}\ndeterministic: "
                                + deterministic,
                        "bits.yaml",
                        List.of());
        return RunFacts.of(config, Durations.resolve(config, 80), RunFacts.Data.unknown(), device);
    }
}
