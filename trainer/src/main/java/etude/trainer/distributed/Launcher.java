package etude.trainer.distributed;

import etude.datasets.EtudeException;
import java.util.Map;
import java.util.Optional;

/**
 * What a launcher's environment says: Open MPI's mpirun has {@code OMPI_COMM_WORLD_SIZE}, srun with
 * PMIx has {@code PMIX_RANK} beside Slurm's own variables. A process that is one of one is alone.
 */
record Launcher(int size) {
    static Optional<Launcher> of(Map<String, String> environment) {
        int mpirun = number(environment, "OMPI_COMM_WORLD_SIZE");
        int srun = number(environment, "SLURM_STEP_NUM_TASKS");
        if (mpirun == 0 && srun > 1 && !environment.containsKey("PMIX_RANK")) {
            throw new EtudeException(
                    "srun has started %d tasks that do not know of each other; use srun --mpi=pmix to train one model on all of them, or one task to train on one"
                            .formatted(srun));
        }
        int size = mpirun > 0 ? mpirun : srun;
        return size > 1 ? Optional.of(new Launcher(size)) : Optional.empty();
    }

    private static int number(Map<String, String> environment, String name) {
        String text = environment.getOrDefault(name, "");
        return text.matches("\\d{1,7}") ? Integer.parseInt(text) : 0;
    }
}
