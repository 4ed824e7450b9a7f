package etude.tuner.cluster;

import etude.datasets.EtudeException;
import etude.trainer.config.ConfigException;
import etude.tuner.text.Shell;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Slurm's commands. */
public record Slurm(Programs programs) {
    static final String SUBMIT = "sbatch";
    private static final String QUEUE = "squeue";
    private static final String CANCEL = "scancel";
    private static final String ELSEWHERE = "call this where Slurm's commands are";

    /** Identifier, state, nodes, time, reason: no part but the last may have such a stroke. */
    private static final String FORMAT = "%i|%T|%N|%M|%r";

    private static final int PARTS = 5;

    /** What Slurm says of a job that it has forgotten, if it is asked for no other. */
    private static final String FORGOTTEN = "Invalid job id";

    /**
     * Refuses to go on where nothing can be submitted.
     *
     * @throws ConfigException when there is no sbatch
     */
    public void requireSubmission() {
        programs.require(SUBMIT, ELSEWHERE + ", or have the script written only, by --print");
    }

    /** Whether the queue can be looked at. */
    boolean isHere() {
        return programs.has(QUEUE) && programs.has(CANCEL);
    }

    /**
     * Submits a script.
     *
     * @return the identifier of the job
     * @throws EtudeException when Slurm refuses
     */
    public String submit(Path script) {
        Programs.Answer answer = programs.run(List.of(SUBMIT, "--parsable", script.toString()));
        if (!answer.isDone()) {
            throw new EtudeException(
                    "Slurm refuses the job (%s); other options, or an edited script by `%s`, may do"
                            .formatted(
                                    answer.complaint(),
                                    Shell.command(List.of(SUBMIT, script.toString()))));
        }
        return answer.out().split(";", 2)[0]; // where there are several clusters, a name follows
    }

    /**
     * Those jobs that wait or run, each element of an array by itself.
     *
     * @throws EtudeException when Slurm does not answer
     */
    List<Job> jobs(List<String> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        programs.require(QUEUE, ELSEWHERE);
        return answer(
                        List.of(
                                QUEUE,
                                "--noheader",
                                "--array",
                                "--jobs=" + String.join(",", ids),
                                "--format=" + FORMAT))
                .lines()
                .filter(line -> !line.isBlank())
                .map(Slurm::job)
                .toList();
    }

    private static Job job(String line) {
        String[] parts = line.strip().split("\\|", PARTS);
        if (parts.length != PARTS) {
            throw new EtudeException("squeue: expected %s, found %s".formatted(FORMAT, line));
        }
        return Job.of(parts[0], parts[1], parts[2], parts[3], parts[4]);
    }

    /** Cancels those of the jobs that still wait. */
    void cancelWaiting(List<Job> jobs) {
        cancel(List.of("--state=PENDING"), jobs);
    }

    /** Has jobs that run stop with checkpoints, as their scripts do on USR1. */
    void stop(List<Job> jobs) {
        cancel(List.of("--batch", "--signal=USR1"), jobs);
    }

    private void cancel(List<String> options, List<Job> jobs) {
        if (jobs.isEmpty()) {
            return;
        }
        programs.require(CANCEL, ELSEWHERE);
        List<String> words = new ArrayList<>(List.of(CANCEL));
        words.addAll(options);
        jobs.forEach(job -> words.add(job.id()));
        answer(words);
    }

    /** A job that is gone is as good as one that was cancelled. */
    private String answer(List<String> words) {
        Programs.Answer answer = programs.run(words);
        if (!answer.isDone() && !answer.err().contains(FORGOTTEN)) {
            throw new EtudeException("%s failed: %s".formatted(words.get(0), answer.complaint()));
        }
        return answer.out();
    }
}
