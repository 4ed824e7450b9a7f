package etude.tuner.study;

import etude.tuner.search.ArmModel;
import etude.tuner.search.Calibration;
import etude.tuner.search.Expectation;
import etude.tuner.search.Known;
import etude.tuner.search.Slice;
import etude.tuner.search.Suggester;
import etude.tuner.space.Arm;
import etude.tuner.space.Trial;
import etude.tuner.store.TrialState;
import etude.tuner.store.TrialStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What the models of an adaptive study believe now. */
public final class StudyBeliefs {
    /** Points that are shown of those to come. */
    private static final int NEXT = 3;

    private StudyBeliefs() {}

    /**
     * Of an arm.
     *
     * @param ended its trials that ended and tell something, in the order of their ends
     * @param best its best trial
     * @param next where the next trials would lie, each knowing of those before
     */
    public record OfArm(
            ArmModel model,
            List<Known> ended,
            Known best,
            List<Slice> slices,
            Calibration calibration,
            Expectation expectation,
            List<Trial> next) {
        /** What the best trial reached. */
        public double bestCost() {
            return cost(best);
        }
    }

    private static double cost(Known known) {
        return known.result() instanceof Known.Result.Reached reached
                ? reached.cost()
                : Double.POSITIVE_INFINITY;
    }

    /** None where points follow no results, or too few trials have ended. */
    public static Optional<OfArm> of(OpenStudy study, Arm arm) {
        if (!study.study().algorithm().isAdaptive()) {
            return Optional.empty();
        }
        Suggester suggester = new Suggester(study.study(), arm, study.earlier(arm));
        List<TrialStatus> begun =
                study.trials().stream()
                        .filter(trial -> trial.trial().arm() == arm.index())
                        .filter(trial -> !trial.trial().awaitsPoint())
                        .toList();
        List<Known> known = begun.stream().map(trial -> known(study, trial)).toList();
        Optional<Known> best =
                known.stream()
                        .filter(one -> one.result() instanceof Known.Result.Reached)
                        .min(Comparator.comparingDouble(StudyBeliefs::cost));
        return best.flatMap(
                found ->
                        suggester
                                .model(known)
                                .map(
                                        model ->
                                                new OfArm(
                                                        model,
                                                        inOrder(study, begun),
                                                        found,
                                                        Slice.of(model, found.values()),
                                                        Calibration.of(model),
                                                        Expectation.of(model),
                                                        next(study, arm, suggester, known))));
    }

    private static Known known(OpenStudy study, TrialStatus trial) {
        OptionalDouble cost =
                trial.state() == TrialState.COMPLETED
                        ? KnownTrials.cost(
                                study.study().objective(),
                                study.store().evaluations(study.id(), trial.number()))
                        : OptionalDouble.empty();
        return Known.of(trial.trial(), KnownTrials.result(trial.state(), cost));
    }

    private static List<Known> inOrder(OpenStudy study, List<TrialStatus> begun) {
        return begun.stream()
                .filter(
                        trial ->
                                trial.state() == TrialState.COMPLETED
                                        || trial.state() == TrialState.INFEASIBLE)
                .sorted(Comparator.comparing(trial -> trial.endedAt().orElseThrow()))
                .map(trial -> known(study, trial))
                .toList();
    }

    private static List<Trial> next(
            OpenStudy study, Arm arm, Suggester suggester, List<Known> known) {
        List<Known> all = new ArrayList<>(known);
        List<Trial> next = new ArrayList<>();
        int arms = study.study().arms().size();
        for (int i = 0; i < NEXT; i++) {
            Trial trial =
                    suggester.suggest(
                            study.study().trial((known.size() + i) * arms + arm.index()), all);
            next.add(trial);
            all.add(Known.of(trial, new Known.Result.Open()));
        }
        return next;
    }
}
