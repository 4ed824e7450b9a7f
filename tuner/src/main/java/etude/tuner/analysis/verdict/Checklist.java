package etude.tuner.analysis.verdict;

import etude.tuner.analysis.plot.PlotId;
import java.util.List;
import java.util.function.Function;

/** The playbook's questions, in the order in which they should be dealt with. */
public final class Checklist {
    /** What was counted in the data needs none. */
    private static final String NO_PLOT = "";

    private static final Question OVERLAP =
            one(
                    Topic.OVERLAP,
                    "Are validation and training examples apart?",
                    NO_PLOT,
                    ValidationOverlap::answer);

    private static final Question FINISHED =
            one(
                    Topic.FINISHED,
                    "Did training reach its end?",
                    PlotId.STEP_LOSS,
                    RunFinished::answer);

    private static final Question CHANCE =
            one(
                    Topic.CHANCE,
                    "Is the result much better than chance?",
                    PlotId.TRAINING_CURVES,
                    MuchBetterThanChance::answer);

    private static final List<Question> OF_THE_SPACE =
            List.of(
                    SpaceLargeEnough::ask,
                    EnoughPoints::ask,
                    InfeasibleTrials::ask,
                    StableAboveBestRate::ask);

    private static final List<Question> OF_TRAINING =
            List.of(
                    one(
                            Topic.TRAINING_LOSS,
                            "Does the training loss fall throughout training?",
                            PlotId.TRAINING_CURVES,
                            TrainingLossFalls::answer),
                    one(
                            Topic.STABLE_EARLY,
                            "Is training stable in its first steps?",
                            PlotId.STEP_LOSS,
                            StableEarly::answer),
                    Overfitting::ask,
                    Overconfidence::ask,
                    one(
                            Topic.LATE_VARIANCE,
                            "Does the validation metric jump from step to step late in training?",
                            PlotId.TRAINING_CURVES,
                            LateVariance::answer),
                    one(
                            Topic.LENGTH,
                            "Is max_train_steps right?",
                            PlotId.BEST_STEPS,
                            TrainingLength::answer),
                    one(
                            Topic.PERIODS,
                            "Is the validation metric free of periods?",
                            PlotId.TRAINING_CURVES,
                            PeriodicMetric::answer),
                    one(
                            Topic.INPUT,
                            "Does training keep up without waiting for data?",
                            PlotId.THROUGHPUT,
                            InputBound::answer),
                    one(
                            Topic.CLIPPING,
                            "Is gradient clipping moderate?",
                            PlotId.GRADIENT_NORM,
                            Clipping::answer));

    private Checklist() {}

    /** One verdict, or one for each part of the study that is asked about. */
    private interface Question {
        List<Verdict> ask(Basis basis);
    }

    private static Question one(
            Topic topic, String question, String plot, Function<Basis, Answer> answer) {
        return basis -> List.of(new Verdict(topic, question, answer.apply(basis), plot));
    }

    /** The verdicts on a study; without a feasible trial only on its data and infeasible trials. */
    public static List<Verdict> ofStudy(Basis basis) {
        return basis.results().feasible().isEmpty()
                ? ask(basis, List.of(List.of(OVERLAP, InfeasibleTrials::ask)))
                : ask(
                        basis,
                        List.of(
                                List.of(OVERLAP, SampledValidation::ask, CHANCE),
                                basis.outline().algorithm().isAdaptive()
                                        ? OF_THE_SPACE.stream().map(Checklist::notAsked).toList()
                                        : OF_THE_SPACE,
                                OF_TRAINING,
                                List.of(Conclusion::ask)));
    }

    /** The verdicts on a single run; none before it ended. */
    public static List<Verdict> ofRun(Basis basis) {
        if (basis.results().finished() == 0) {
            return List.of();
        }
        return basis.results().feasible().isEmpty()
                ? ask(basis, List.of(List.of(OVERLAP, FINISHED)))
                : ask(
                        basis,
                        List.of(
                                List.of(OVERLAP, SampledValidation::ask, FINISHED, CHANCE),
                                OF_TRAINING));
    }

    /** The question itself, of points that are no even sample of the space. */
    private static Question notAsked(Question question) {
        return basis ->
                question.ask(basis).stream()
                        .map(
                                verdict ->
                                        new Verdict(
                                                verdict.topic(),
                                                verdict.question(),
                                                new Answer.NotAsked(),
                                                verdict.plot()))
                        .toList();
    }

    private static List<Verdict> ask(Basis basis, List<List<Question>> questions) {
        return questions.stream()
                .flatMap(List::stream)
                .flatMap(question -> question.ask(basis).stream())
                .toList();
    }
}
