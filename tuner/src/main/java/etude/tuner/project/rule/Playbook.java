package etude.tuner.project.rule;

import java.util.List;

/**
 * The rules in the playbook's order, with what changes how long to train before what depends on it.
 */
final class Playbook {
    /** What the final study may search further. */
    private static final List<Question> EXPLORED =
            List.of(
                    new OptimizerHyperparameters(),
                    new DecaySchedule(),
                    Regularizers.weightDecay(),
                    Regularizers.dropout(),
                    Regularizers.labelSmoothing(),
                    Regularizers.mixup(),
                    Regularizers.polyakAverage());

    private static final List<Rule> IN_ORDER =
            List.of(
                    new SoundData(),
                    new SimplestConfigFirst(),
                    new BatchSizeOfThisMachine(),
                    new TimeOfAStep(),
                    new NumberOfSteps(),
                    new BaselineBetterThanChance(),
                    new BestStepsSayHowLong(),
                    new RoundOf(new Augmentation()),
                    new StabilityAroundTheBestRate(),
                    new WarmupAgainstInstability(),
                    new ClippingAgainstInstability(),
                    new RoundOf(new AnotherOptimizer()),
                    new RoundOf(new Normalization()),
                    new RoundOf(new DecaySchedule()),
                    new RoundOf(new OptimizerHyperparameters()),
                    new RoundOf(Regularizers.weightDecay()),
                    new RoundOf(Regularizers.dropout()),
                    new RoundOf(Regularizers.labelSmoothing()),
                    new RoundOf(Regularizers.mixup()),
                    new LateVariance(),
                    new RoundOf(Regularizers.polyakAverage()),
                    new RoundOf(new LargerModel(true)),
                    new RoundOf(new LargerModel(false)),
                    new RoundOf(new BroughtIn()),
                    new RoundOf(new FinalStudy(EXPLORED)),
                    new LongerRuns(),
                    new TestOnce());

    private Playbook() {}

    static List<Rule> inOrder() {
        return IN_ORDER;
    }
}
