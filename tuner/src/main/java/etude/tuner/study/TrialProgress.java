package etude.tuner.study;

import etude.trainer.metrics.Measurement;
import etude.trainer.run.Progress;
import etude.trainer.run.UnusableRunException;
import etude.tuner.space.Objective;
import etude.tuner.store.Claim;
import etude.tuner.store.StudyStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Puts every evaluation into the store, before the loop saves a checkpoint of that step, and tells
 * the supervisor how the trial goes.
 */
final class TrialProgress implements Progress {
    private static final long NANOSECONDS_BETWEEN_MESSAGES = 250_000_000;

    private final StudyStore store;
    private final Claim claim;
    private final Objective objective;
    private final Consumer<TrialMessage> messages;
    private final Consumer<String> notes;
    private long lastStep;
    private long lastMessage;

    TrialProgress(
            StudyStore store,
            Claim claim,
            Objective objective,
            Consumer<TrialMessage> messages,
            Consumer<String> notes) {
        this.store = store;
        this.claim = claim;
        this.objective = objective;
        this.messages = messages;
        this.notes = notes;
    }

    @Override
    public void measures(List<String> metrics) {
        if (!metrics.contains(objective.metric())) {
            throw new UnusableRunException(
                    List.of(
                            "objective.metric: expected a metric that the trials of this study measure (%s), found %s"
                                    .formatted(String.join(", ", metrics), objective.metric())));
        }
    }

    @Override
    public void started(String runName, long firstStep, long lastStep) {
        this.lastStep = lastStep;
        store.continueFrom(claim, firstStep);
        send(firstStep, Map.of());
    }

    @Override
    public void stepped(long step) {
        if (System.nanoTime() - lastMessage > NANOSECONDS_BETWEEN_MESSAGES) {
            send(step, Map.of());
        }
    }

    @Override
    public void measured(long step, Map<String, Double> metrics) {
        if (metrics.keySet().stream().anyMatch(this::isKept)) {
            store.record(claim, new Measurement(step, metrics));
        }
        if (!metrics.isEmpty()) {
            send(step, metrics);
        }
    }

    /** Evaluations, and the training loss where trials are compared by it. */
    private boolean isKept(String metric) {
        return metric.startsWith("validation/")
                || metric.startsWith("train_evaluation/")
                || metric.equals(objective.metric());
    }

    @Override
    public void note(String sentence) {
        notes.accept(sentence);
    }

    @Override
    public void finished() {
        // The end of the attempt is told by whoever ends it in the store.
    }

    private void send(long step, Map<String, Double> metrics) {
        lastMessage = System.nanoTime();
        messages.accept(
                new TrialMessage(claim.number(), step, lastStep, metrics, Optional.empty()));
    }
}
