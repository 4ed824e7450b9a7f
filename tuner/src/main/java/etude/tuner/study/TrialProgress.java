package etude.tuner.study;

import etude.trainer.metrics.Measurement;
import etude.trainer.run.Progress;
import etude.trainer.run.UnusableRunException;
import etude.tuner.store.Claim;
import etude.tuner.store.StudyStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Puts every evaluation into the store, before the loop saves a checkpoint of that step, and tells
 * the supervisor how the trial goes.
 */
final class TrialProgress implements Progress {
    private static final long NANOSECONDS_BETWEEN_MESSAGES = 250_000_000;

    private final StudyStore store;
    private final Claim claim;
    private final TrialFiles files;
    private final Consumer<TrialMessage> messages;
    private final Consumer<String> notes;
    private long lastStep;
    private long lastMessage;

    TrialProgress(
            StudyStore store,
            Claim claim,
            TrialFiles files,
            Consumer<TrialMessage> messages,
            Consumer<String> notes) {
        this.store = store;
        this.claim = claim;
        this.files = files;
        this.messages = messages;
        this.notes = notes;
    }

    @Override
    public void measures(List<String> metrics) {
        String objective = files.objective().metric();
        if (!metrics.contains(objective)) {
            throw new UnusableRunException(
                    List.of(
                            "objective.metric: expected a metric that the trials of this study measure (%s), found %s"
                                    .formatted(String.join(", ", metrics), objective)));
        }
    }

    @Override
    public void started(String runName, long firstStep, long lastStep) {
        this.lastStep = lastStep;
        store.continueFrom(claim, firstStep);
        new TrialFile(claim.training(), Optional.empty()).write(files.run());
        recordMissing(firstStep);
        send(firstStep, Map.of());
    }

    /**
     * The run goes on from a step up to which the store has every evaluation, unless it is an older
     * copy of itself.
     */
    private void recordMissing(long firstStep) {
        if (firstStep > 0) {
            Set<Long> stored =
                    store.evaluations(claim.studyId(), claim.number()).stream()
                            .map(Measurement::step)
                            .collect(Collectors.toSet());
            files.measurements().stream()
                    .filter(one -> one.step() <= firstStep && !stored.contains(one.step()))
                    .forEach(one -> store.record(claim, one));
        }
    }

    @Override
    public void stepped(long step) {
        if (System.nanoTime() - lastMessage > NANOSECONDS_BETWEEN_MESSAGES) {
            send(step, Map.of());
        }
    }

    @Override
    public void measured(long step, Map<String, Double> metrics) {
        if (files.isKept(metrics)) {
            store.record(claim, new Measurement(step, metrics));
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
        messages.accept(
                new TrialMessage(claim.number(), step, lastStep, metrics, Optional.empty()));
    }
}
