package etude.tuner.study;

import etude.tuner.process.ChildDevice;
import etude.tuner.store.Ending;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Trains the trials of a study in this JVM, one after the other, beside workers elsewhere. A fault
 * of native code takes the JVM with it, which {@link Supervisor} avoids by processes of their own.
 */
public final class TrialsHere {
    private static final Duration LEASE = Duration.ofMinutes(1);

    private TrialsHere() {}

    /**
     * Trains what has not ended.
     *
     * @param device {@code auto}, {@code cpu} or {@code gpu}
     * @param command that led to it, for the record
     * @param stop asked before every step
     * @return whether every trial has ended
     */
    public static Supervisor.End train(
            OpenStudy study, ChildDevice device, List<String> command, BooleanSupplier stop) {
        WorkerArguments arguments =
                new WorkerArguments(
                        study.directory().root(),
                        device,
                        "here-" + UUID.randomUUID(),
                        LEASE,
                        command);
        try (WorkerState state = new WorkerState(Optional.empty())) {
            TrialWorker worker =
                    new TrialWorker(study, arguments, state, stop, message -> {}, note -> {});
            while (!study.open().isEmpty()) {
                Optional<Ending> ending = worker.work();
                if (ending.filter(end -> !(end instanceof Ending.Preempted)).isEmpty()) {
                    return Supervisor.End.STOPPED;
                }
            }
        }
        return Supervisor.End.FINISHED;
    }
}
