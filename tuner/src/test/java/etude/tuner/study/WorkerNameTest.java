package etude.tuner.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a worker's name tells. */
final class WorkerNameTest {
    @Test
    void theNameOfAWorkerTellsItsJob() {
        String name = WorkerName.prefix(Optional.of("12_3")) + "-1";
        assertThat(WorkerName.job(name)).contains("12_3");
        assertThat(name).isNotEqualTo(WorkerName.prefix(Optional.of("12_3")) + "-1");
    }

    @Test
    void outsideOfAClusterThereIsNone() {
        assertThat(WorkerName.job(WorkerName.prefix(Optional.empty()) + "-1")).isEmpty();
        assertThat(WorkerName.job(WorkerName.prefix(Optional.of("no word")) + "-1")).isEmpty();
        assertThat(WorkerName.job("slurm-12-34-abc-1")).isEmpty();
    }
}
