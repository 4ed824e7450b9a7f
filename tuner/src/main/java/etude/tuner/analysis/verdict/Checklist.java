package etude.tuner.analysis.verdict;

import java.util.List;
import java.util.stream.Stream;

/** The playbook's questions, in the order in which they should be dealt with. */
public final class Checklist {
    private static final List<Question> OF_THE_SPACE =
            List.of(new SpaceLargeEnough(), new EnoughPoints(), new InfeasibleTrials());

    private static final List<Question> OF_TRAINING =
            List.of(
                    new TrainingLossFalls(),
                    new StableEarly(),
                    new Overfitting(),
                    new LateVariance(),
                    new StillImproving(),
                    new SaturatedEarly(),
                    new BestSteps(),
                    new ComputeBound(),
                    new PeriodicMetric(),
                    new InputBound(),
                    new Clipping());

    private Checklist() {}

    /** The verdicts on a study; without a feasible trial only that on infeasible trials. */
    public static List<Verdict> ofStudy(Basis basis) {
        if (basis.results().feasible().isEmpty()) {
            return new InfeasibleTrials().ask(basis);
        }
        Stream<Question> questions =
                Stream.of(
                                Stream.<Question>of(new MuchBetterThanChance()),
                                OF_THE_SPACE.stream(),
                                Stream.<Question>of(new StableAboveBestRate()),
                                OF_TRAINING.stream(),
                                Stream.<Question>of(new Conclusion()))
                        .flatMap(s -> s);
        return questions.flatMap(q -> q.ask(basis).stream()).toList();
    }

    /** The verdicts on a single run; none before it ended. */
    public static List<Verdict> ofRun(Basis basis) {
        if (basis.results().finished() == 0) {
            return List.of();
        }
        if (basis.results().feasible().isEmpty()) {
            return new RunFinished().ask(basis);
        }
        return Stream.concat(
                        Stream.of(new RunFinished(), new MuchBetterThanChance()),
                        OF_TRAINING.stream())
                .flatMap(q -> q.ask(basis).stream())
                .toList();
    }
}
