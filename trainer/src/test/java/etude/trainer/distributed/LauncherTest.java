package etude.trainer.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LauncherTest {
    @Test
    void mpirunAndSrunAreKnownByTheirVariables() {
        assertThat(Launcher.of(Map.of("OMPI_COMM_WORLD_SIZE", "4"))).contains(new Launcher(4));
        assertThat(Launcher.of(Map.of("SLURM_STEP_NUM_TASKS", "8", "PMIX_RANK", "3")))
                .contains(new Launcher(8));
    }

    /** mpirun starts its own daemons through srun, one on each host. */
    @Test
    void mpirunWithinSlurmCounts() {
        assertThat(
                        Launcher.of(
                                Map.of(
                                        "OMPI_COMM_WORLD_SIZE",
                                        "4",
                                        "SLURM_STEP_NUM_TASKS",
                                        "2",
                                        "PMIX_RANK",
                                        "1")))
                .contains(new Launcher(4));
    }

    @Test
    void aProcessOfOneIsAlone() {
        assertThat(Launcher.of(Map.of())).isEmpty();
        assertThat(Launcher.of(Map.of("OMPI_COMM_WORLD_SIZE", "1"))).isEmpty();
        assertThat(Launcher.of(Map.of("SLURM_STEP_NUM_TASKS", "1"))).isEmpty();
        // the script of a batch job, outside of srun
        assertThat(Launcher.of(Map.of("SLURM_NTASKS", "4", "SLURM_PROCID", "0"))).isEmpty();
        assertThat(Ranks.join(Map.of(), words -> {}).size()).isEqualTo(1);
    }

    @Test
    void tasksThatCannotFindEachOtherAreRefused() {
        assertThatThrownBy(() -> Launcher.of(Map.of("SLURM_STEP_NUM_TASKS", "2")))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("srun has started 2 tasks")
                .hasMessageContaining("--mpi=pmix");
    }
}
