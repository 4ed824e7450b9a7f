package etude.tuner.analysis.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import etude.datasets.config.Setting;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class VerdictThresholdsTest {
    /** The page states each threshold as {@code `good_region` 0.2}. */
    @Test
    void thePageStatesEveryDefault() throws IOException {
        String page = Files.readString(Path.of("../docs/verdicts.md"));
        for (RecordComponent component : VerdictThresholds.class.getRecordComponents()) {
            String key = component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
            Setting setting = component.getAnnotation(Setting.class);
            assertThat(page).contains("`%s` %s".formatted(key, setting.defaultsTo()));
        }
    }

    @Test
    void defaultsAreThoseOfTheAnnotations() {
        VerdictThresholds defaults = VerdictThresholds.defaults();
        assertThat(defaults.goodRegion()).isEqualTo(0.17);
        assertThat(defaults.bestTrials()).isEqualTo(3);
        assertThat(defaults.significance()).isEqualTo(0.05);
    }
}
