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
}
