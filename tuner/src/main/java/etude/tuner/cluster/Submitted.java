package etude.tuner.cluster;

import etude.datasets.EtudeException;
import etude.tuner.cluster.Submission.HostWorker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/**
 * All that was submitted for a study.
 *
 * @param root the directory of the study
 */
public record Submitted(Path root, Programs programs) {
    private static final long POLL_NANOSECONDS = 1_000_000_000;

    /**
     * What became of a cancellation.
     *
     * @param waiting jobs that waited, and are gone
     * @param stopped workers that ran, and have stopped
     * @param problems a sentence for each worker that could not be reached
     */
    public record Cancelled(int waiting, int stopped, List<String> problems) {}

    private record OnHost(Submission submission, HostWorker worker) {}

    /** Whether nothing ever was. */
    public boolean isEmpty() {
        return submissions().isEmpty();
    }

    private List<Submission> submissions() {
        return Submission.of(root);
    }

    private List<String> ids() {
        return submissions().stream().flatMap(one -> one.jobs().stream()).toList();
    }

    private Slurm slurm() {
        return new Slurm(programs);
    }

    /** Whether Slurm can be asked, where it was ever used. */
    public boolean canAsk() {
        return ids().isEmpty() || slurm().isHere();
    }

    /**
     * The jobs of Slurm that wait or run.
     *
     * @throws EtudeException when it does not answer
     */
    public List<Job> jobs() {
        return slurm().jobs(ids());
    }

    /** Workers that were started on hosts; only the store knows whether they have work. */
    public List<Job> hostWorkers() {
        return onHosts().stream().map(one -> one.submission().job(one.worker())).toList();
    }

    private List<OnHost> onHosts() {
        return submissions().stream()
                .flatMap(
                        submission ->
                                submission.hostWorkers().stream()
                                        .map(worker -> new OnHost(submission, worker)))
                .toList();
    }

    /**
     * Cancels what waits, once there is nothing left to do.
     *
     * @return how many jobs there were
     */
    public int cancelWaiting() {
        List<Job> waiting = jobs().stream().filter(Job::waits).toList();
        slurm().cancelWaiting(waiting);
        return waiting.size();
    }

    /**
     * Cancels what waits, and stops what runs with checkpoints; returns once it has stopped.
     *
     * @param waits told how many workers are waited for
     */
    public Cancelled cancel(IntConsumer waits) {
        jobs(); // or nothing is done, where Slurm cannot be asked
        submissions().forEach(Submission::cancel); // before anything is queued again
        Ssh ssh = new Ssh(programs);
        List<String> problems = new ArrayList<>();
        int waiting = cancelWaiting();
        List<Job> running = jobs().stream().filter(Job::runs).toList();
        slurm().stop(running);
        List<OnHost> asked =
                reached(onHosts(), one -> ssh.stop(one.submission(), one.worker()), problems);
        int stopped = running.size() + asked.size();
        if (stopped > 0) {
            waits.accept(stopped);
        }
        while (jobs().stream().anyMatch(Job::runs)) {
            LockSupport.parkNanos(POLL_NANOSECONDS);
        }
        waiting += cancelWaiting(); // what was queued again while this began
        reached(asked, one -> ssh.await(one.submission(), one.worker()), problems);
        return new Cancelled(waiting, stopped, problems);
    }

    /** Those of the workers that are still there; of one that cannot be reached, why. */
    private static List<OnHost> reached(
            List<OnHost> workers, Predicate<OnHost> call, List<String> problems) {
        List<OnHost> there = new ArrayList<>();
        for (OnHost one : workers) {
            try {
                if (call.test(one)) {
                    there.add(one);
                } else {
                    one.submission().forget(one.worker());
                }
            } catch (EtudeException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        return there;
    }
}
