package etude.tuner.study;

import etude.trainer.metrics.Measurement;
import etude.tuner.search.Known;
import etude.tuner.search.Suggester;
import etude.tuner.space.Arm;
import etude.tuner.space.Origin;
import etude.tuner.space.Trial;
import etude.tuner.store.AttemptOrigin;
import etude.tuner.store.ChosenPoint;
import etude.tuner.store.Claim;
import etude.tuner.store.TrialState;
import etude.tuner.store.TrialStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Claims trials, and chooses the points of those that wait for one: outside of the store's
 * transactions, from trials as they stood, and again when they have moved on meanwhile.
 */
public final class PointChooser {
    private static final int MOST_TRIES = 3;

    private final OpenStudy study;
    private final Instant began;
    private final Map<Integer, Suggester> suggesters = new HashMap<>();
    private final Map<Integer, OptionalDouble> costs = new HashMap<>();

    /** Of a process that begins now, by the store's clock. */
    public PointChooser(OpenStudy study) {
        this.study = study;
        began = study.store().now();
    }

    /** What came of asking for a trial. */
    sealed interface Answer {
        /** There is one to do. */
        record Taken(Claim claim) implements Answer {}

        /**
         * Nobody can tell whether another's trial is still being trained: it has given no sign
         * since this process began. Were it taken for one that is, a study that goes on after a
         * crash would choose other points than one that was never stopped.
         */
        record Uncertain() implements Answer {}

        /** There is nothing to do. */
        record Nothing() implements Answer {}
    }

    /** Asks for a trial once. */
    Answer claim(AttemptOrigin origin, Duration lease) {
        int tries = 0;
        while (true) {
            Optional<Claim> ready = study.store().claim(study.id(), origin, lease);
            if (ready.isPresent()) {
                return new Answer.Taken(ready.get());
            }
            List<TrialStatus> trials = study.trials();
            OptionalInt next =
                    trials.stream()
                            .filter(trial -> trial.trial().awaitsPoint())
                            .mapToInt(TrialStatus::number)
                            .min();
            if (next.isEmpty()) {
                return new Answer.Nothing();
            }
            if (trials.stream().anyMatch(this::isUncertain)) {
                return new Answer.Uncertain();
            }
            ChosenPoint choice = choice(trials, next.getAsInt(), tries);
            Optional<Claim> claim = study.store().claim(study.id(), origin, lease, choice);
            if (claim.isPresent()) {
                return new Answer.Taken(claim.get());
            }
            tries++;
        }
    }

    private boolean isUncertain(TrialStatus trial) {
        return trial.state() == TrialState.RUNNING
                && trial.heartbeatAt().filter(sign -> !sign.isAfter(began)).isPresent();
    }

    private ChosenPoint choice(List<TrialStatus> trials, int next, int tries) {
        Trial awaited = trials.get(next).trial();
        Suggester suggester = suggesters.computeIfAbsent(awaited.arm(), arm -> suggester(arm));
        List<Known> known =
                trials.stream()
                        .filter(trial -> trial.trial().arm() == awaited.arm())
                        .filter(trial -> !trial.trial().awaitsPoint())
                        .map(trial -> Known.of(trial.trial(), result(trial)))
                        .toList();
        return tries < MOST_TRIES
                ? new ChosenPoint(
                        suggester.suggest(awaited, known),
                        Optional.of(ChosenPoint.basis(trials, awaited.arm())))
                : new ChosenPoint(
                        suggester.substitute(awaited, known, Origin.Reason.CONTENDED),
                        Optional.empty());
    }

    private Suggester suggester(int arm) {
        Arm chosen = study.study().arms().get(arm);
        return new Suggester(study.study(), chosen, study.earlier(chosen));
    }

    /** The best of what a completed trial measured never changes, and is read once. */
    private Known.Result result(TrialStatus trial) {
        return KnownTrials.result(
                trial.state(),
                trial.state() == TrialState.COMPLETED
                        ? costs.computeIfAbsent(trial.number(), this::cost)
                        : OptionalDouble.empty());
    }

    private OptionalDouble cost(int trial) {
        List<Measurement> evaluations = study.store().evaluations(study.id(), trial);
        return KnownTrials.cost(study.study().objective(), evaluations);
    }
}
