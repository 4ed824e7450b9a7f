package etude.tuner.analysis.result;

import etude.tuner.record.StudyRecord;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Domain.Listed;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Role;
import etude.tuner.store.TrialState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * How much trials learned: how far their best loss lies below that of the best constant prediction,
 * on training examples where that was measured. A trial is far worse, as the playbook's
 * "uncharacteristically high values of the loss", when it learned less than a share of what the
 * best one did: however many are so, and never by a little.
 */
final class Learned {
    private static final String VALIDATION_LOSS = "validation/loss";

    /** The share of a constant prediction's loss that the best must have learned away. */
    private static final double LEAST = 0.1;

    private final StudyRecord study;
    private final double share;
    private final Map<Object, Double> best = new HashMap<>();
    private final double bestOfAll;
    private final double lossOfConstant;

    /**
     * Looks at the completed trials of a study.
     *
     * @param share of what the best trial learned; less is far worse
     */
    Learned(StudyRecord study, double share) {
        this.study = study;
        this.share = share;
        double most = 0;
        for (TrialRecord trial : study.trials()) {
            if (trial.state() == TrialState.COMPLETED) {
                double learned = learned(trial).orElse(0);
                best.merge(group(trial), learned, Math::max);
                most = Math.max(most, learned);
            }
        }
        bestOfAll = most;
        lossOfConstant = constant(StudyResults.TRAIN_LOSS).orElse(0);
    }

    /**
     * Whether it learned far less than the best trial with its scientific values, since others may
     * be worse by nature; but than half of the best of all where they all learned next to nothing.
     * Where the best learned next to nothing as well, none is worse than the others.
     */
    boolean isFarWorse(TrialRecord trial) {
        OptionalDouble learned = learned(trial);
        double most = Math.max(best.getOrDefault(group(trial), 0.0), bestOfAll / 2);
        return most >= LEAST * lossOfConstant
                && learned.isPresent()
                && learned.getAsDouble() < share * most;
    }

    private Object group(TrialRecord trial) {
        Map<String, Object> values =
                study.outline().hyperparameters(Role.SCIENTIFIC).stream()
                        .filter(h -> h.domain() instanceof Listed)
                        .filter(h -> trial.value(h).isPresent())
                        .collect(
                                Collectors.toMap(
                                        Hyperparameter::id, h -> trial.value(h).orElseThrow()));
        return List.of(trial.arm(), values);
    }

    private OptionalDouble learned(TrialRecord trial) {
        OptionalDouble train = learned(trial, StudyResults.TRAIN_LOSS);
        return train.isPresent() ? train : learned(trial, VALIDATION_LOSS);
    }

    private OptionalDouble learned(TrialRecord trial, String metric) {
        OptionalDouble lowest = Curve.of(trial.evaluations(), metric).lowest();
        OptionalDouble constant = constant(metric);
        return lowest.isPresent() && constant.isPresent()
                ? OptionalDouble.of(constant.getAsDouble() - lowest.getAsDouble())
                : OptionalDouble.empty();
    }

    /** Of runs that do not say, what guessing among equally frequent classes costs. */
    private OptionalDouble constant(String metric) {
        Map<String, Double> constant = study.data().constant();
        for (String name : List.of(metric, VALIDATION_LOSS)) {
            if (constant.containsKey(name)) {
                return OptionalDouble.of(constant.getOrDefault(name, Double.NaN));
            }
        }
        return study.data().classes().isPresent()
                ? OptionalDouble.of(Math.log(study.data().classes().getAsInt()))
                : OptionalDouble.empty();
    }
}
