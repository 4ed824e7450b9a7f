package etude.tuner.study;

import etude.trainer.run.Progress;
import etude.tuner.store.Claim;
import etude.tuner.store.Evaluation;
import etude.tuner.store.StudyStore;
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
    private final Consumer<TrialMessage> messages;
    private final Consumer<String> notes;
    private long lastStep;
    private long lastMessage;

    TrialProgress(
            StudyStore store,
            Claim claim,
            Consumer<TrialMessage> messages,
            Consumer<String> notes) {
        this.store = store;
        this.claim = claim;
        this.messages = messages;
        this.notes = notes;
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
        if (metrics.keySet().stream().anyMatch(name -> name.startsWith("validation/"))) {
            store.record(claim, new Evaluation(step, metrics));
        }
        if (!metrics.isEmpty()) {
            send(step, metrics);
        }
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
        messages.accept(new TrialMessage(claim.trial(), step, lastStep, metrics, Optional.empty()));
    }
}
