package etude.tuner.cluster;

import java.util.List;

/** Who starts a script, and what it may ask of them. */
public sealed interface Launch {
    /** Words of the shell: srun has it of no job by itself, since Slurm 22.05. */
    String PROCESSORS = "${SLURM_CPUS_PER_TASK:+--cpus-per-task=$SLURM_CPUS_PER_TASK}";

    /** Options of sbatch; none where another starts it. */
    List<String> options();

    /** The command that a person types before the script's file, and after it. */
    String typed(String script);

    /** What the shell takes for the identifier of this job. */
    String job();

    /** What stands in the shell before the command, a space at its end. */
    String step();

    /** Whether it is a job of Slurm's, which can be queued again. */
    default boolean isQueued() {
        return !options().isEmpty();
    }

    /**
     * An array of jobs, one for each worker. When it preempts a job, Slurm signals its steps at
     * once, and its script only when the grace time is over: so the worker is a step.
     */
    record SlurmArray(int workers, SlurmOptions slurm) implements Launch {
        @Override
        public List<String> options() {
            return slurm.options(List.of("--array=1-" + workers, "--ntasks=1"), "%A_%a.log");
        }

        @Override
        public String typed(String script) {
            return Slurm.SUBMIT + " " + script;
        }

        /** The SLURM_JOB_ID of one element is that of the array, and would mean all of them. */
        @Override
        public String job() {
            return "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID";
        }

        @Override
        public String step() {
            return "srun --ntasks=1 --mpi=none " + PROCESSORS + " ";
        }
    }

    /**
     * One job for one run.
     *
     * @param ranks of the run, one a task
     * @param nodes 0 where Slurm chooses
     */
    record SlurmJob(int ranks, int nodes, SlurmOptions slurm) implements Launch {
        @Override
        public List<String> options() {
            String tasks = "--ntasks=" + ranks;
            return slurm.options(
                    nodes == 0 ? List.of(tasks) : List.of("--nodes=" + nodes, tasks), "%j.log");
        }

        @Override
        public String typed(String script) {
            return Slurm.SUBMIT + " " + script;
        }

        @Override
        public String job() {
            return "$SLURM_JOB_ID";
        }

        /** Where a rank dies, the others must not wait for it. */
        @Override
        public String step() {
            String tasks = ranks == 1 ? "--ntasks=1 --mpi=none" : "--mpi=pmix --kill-on-bad-exit=1";
            return "srun " + tasks + " " + PROCESSORS + " ";
        }
    }

    /**
     * A process of a host, started over ssh, which tells it the number of its worker.
     *
     * @param submission whose workers they are
     * @param hosts that have them in turn
     * @param gpus of each worker, 0 or 1
     */
    record Host(int submission, int hosts, int gpus) implements Launch {
        private static final String NUMBER = "${1:?expected the number of the worker}";

        @Override
        public List<String> options() {
            return List.of();
        }

        @Override
        public String typed(String script) {
            return "bash " + script + " NUMBER";
        }

        @Override
        public String job() {
            return submission + "-" + NUMBER;
        }

        /** The workers of one host take its GPUs in turn. */
        @Override
        public String step() {
            return gpus == 0 ? "" : "CUDA_VISIBLE_DEVICES=$((($1 - 1) / %d)) ".formatted(hosts);
        }
    }
}
