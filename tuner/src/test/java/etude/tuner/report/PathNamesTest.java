package etude.tuner.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PathNamesTest {
    @Test
    void theLastPartOfAPathStaysAndANameIsWhatItNames() {
        assertThat(PathNames.cut("optimizer.learning_rate if optimizer.name is adam"))
                .isEqualTo("learning_rate if optimizer is adam");
        assertThat(PathNames.cut("optimizer.name=adam, schedule.end_factor=0.5"))
                .isEqualTo("optimizer=adam, end_factor=0.5");
        assertThat(PathNames.cut("name")).isEqualTo("name");
        assertThat(PathNames.cut("dropout")).isEqualTo("dropout");
    }

    @Test
    void twoOfOneNameKeepTheirPaths() {
        List<String> paths = List.of("encoder.width", "decoder.width", "decoder.depth");
        assertThat(paths.stream().map(path -> PathNames.cut(path, paths)))
                .containsExactly("encoder.width", "decoder.width", "depth");
    }
}
