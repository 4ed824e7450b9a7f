package etude.tuner.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is asked of Slurm for one job, or for each element of an array.
 *
 * @param name of what it works on
 * @param folder of the submission, where it prints
 * @param gpus of each task, 0 or 1: the only one that it sees
 * @param processors of each task; empty for the cluster's default
 * @param time the limit, as Slurm writes it
 * @param more options as the user wrote them, which win
 */
public record SlurmOptions(
        String name,
        String folder,
        int gpus,
        OptionalInt processors,
        Optional<String> time,
        Optional<String> partition,
        Optional<String> more) {
    /** Enough for a step, an evaluation and a checkpoint; the signal may come 12 s early. */
    private static final int SECONDS_BEFORE_LIMIT = 120;

    /**
     * As sbatch takes them.
     *
     * @param tasks options that say how many there are
     * @param log the file it prints to, with Slurm's words for the job
     */
    List<String> options(List<String> tasks, String log) {
        List<String> options = new ArrayList<>();
        options.add("--job-name=" + quoted("etude-" + name));
        options.addAll(tasks);
        processors.ifPresent(count -> options.add("--cpus-per-task=" + count));
        if (gpus > 0) {
            options.add("--gpus-per-task=" + gpus);
        }
        time.ifPresent(limit -> options.add("--time=" + limit));
        partition.ifPresent(which -> options.add("--partition=" + which));
        options.add("--requeue");
        options.add("--signal=B:USR1@" + SECONDS_BEFORE_LIMIT);
        options.add("--open-mode=append");
        options.add("--output=" + quoted(folder.replace("%", "%%") + "/" + log));
        more.ifPresent(options::add);
        return options;
    }

    private static String quoted(String text) {
        return text.matches("[^\\s\"'\\\\]+")
                ? text
                : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
