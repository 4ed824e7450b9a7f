package etude.tuner.study;

import etude.trainer.config.CheckpointsConfig.Mode;
import etude.tuner.space.Objective;
import etude.tuner.store.Evaluation;
import etude.tuner.store.Trial;
import etude.tuner.store.TrialEvaluation;
import etude.tuner.store.TrialState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A trial with its best evaluation, chosen in retrospect.
 *
 * @param best by the objective; empty where nothing was measured
 */
public record Standing(Trial trial, Optional<Evaluation> best) {
    /** Every trial of a study, by number. */
    public static List<Standing> of(OpenStudy study) {
        return of(study, study.study().objective());
    }

    /** The same by another objective: every metric was kept. */
    public static List<Standing> of(OpenStudy study, Objective objective) {
        Map<Integer, Evaluation> best = new HashMap<>();
        try (Stream<TrialEvaluation> evaluations = study.store().evaluations(study.id())) {
            evaluations
                    .filter(e -> e.evaluation().metrics().containsKey(objective.metric()))
                    .forEach(
                            e ->
                                    best.merge(
                                            e.trial(),
                                            e.evaluation(),
                                            (one, other) -> better(objective, one, other)));
        }
        List<Standing> standings = new ArrayList<>();
        for (Trial trial : study.store().trials(study.id())) {
            standings.add(new Standing(trial, Optional.ofNullable(best.get(trial.number()))));
        }
        return standings;
    }

    /** The earlier one where both are equal. */
    private static Evaluation better(Objective objective, Evaluation one, Evaluation other) {
        int order = Double.compare(value(objective, one), value(objective, other));
        boolean first = objective.mode() == Mode.MIN ? order <= 0 : order >= 0;
        return first ? one : other;
    }

    private static double value(Objective objective, Evaluation evaluation) {
        double value = evaluation.metrics().getOrDefault(objective.metric(), Double.NaN);
        double worst =
                objective.mode() == Mode.MIN ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        return Double.isNaN(value) ? worst : value;
    }

    /** The best completed trial; infeasible ones never win, whatever they had reached. */
    public static Optional<Standing> winner(List<Standing> standings, Objective objective) {
        Comparator<Standing> byValue = Comparator.comparingDouble(s -> s.value(objective));
        Stream<Standing> completed =
                standings.stream()
                        .filter(s -> s.trial().state() == TrialState.COMPLETED)
                        .filter(s -> s.best().isPresent());
        return objective.mode() == Mode.MIN
                ? completed.min(byValue)
                : completed.min(byValue.reversed());
    }

    /** The best value of the objective; infinitely bad where there is none. */
    public double value(Objective objective) {
        return best.map(evaluation -> value(objective, evaluation)).orElse(worst(objective));
    }

    private static double worst(Objective objective) {
        return objective.mode() == Mode.MIN ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }
}
