package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.engine.EngineReport;
import org.junit.jupiter.api.Test;

final class VersionsTest {
    @Test
    void theEngineHasTheVersionThatIsSaidBeforeItLoads() {
        assertThat(Versions.all())
                .containsEntry("pytorch", EngineReport.probe().version())
                .containsKeys("java", "djl", "etude");
    }

    /** As Semantic Versioning has it: what follows the plus is of the build. */
    @Test
    void theVersionOfEtudeSaysTheCommitWhereThereIsOne() {
        assertThat(Versions.of("0.1.0", "2732f2a9930c")).isEqualTo("0.1.0+2732f2a9930c");
        assertThat(Versions.of("0.1.0", "2732f2a9930c-dirty"))
                .isEqualTo("0.1.0+2732f2a9930c.dirty");
        assertThat(Versions.of("0.1.0", "")).isEqualTo("0.1.0");
        assertThat(Versions.etude()).matches("\\d+\\.\\d+\\.\\d+(\\+[0-9a-f]{7,40}(\\.dirty)?)?");
    }
}
