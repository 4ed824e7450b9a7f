package etude.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 2, 1",
        "1878016, 2, 1", // mlp_8
        "30048256, 2, 1", // mlp_128
        "79999999, 64, 1",
        "80000000, 2, 2",
        "80000000, 1, 1",
        "5190533120, 2, 2", // ResNet-20 on 128 images of CIFAR-10
        "5190533120, 64, 64",
        "500000000, 64, 12",
        "9223372036854775807, 16, 16", // a model that nobody can count
    })
    void aThreadForEachFortyMillionMultiplications(
            long multiplications, int processors, int threads) {
        assertThat(Threads.suiting(multiplications, processors)).isEqualTo(threads);
    }
}
