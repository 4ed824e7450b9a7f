package etude.tuner.analysis.calibration;

import static etude.tuner.analysis.calibration.MadeUp.clear;
import static etude.tuner.analysis.calibration.MadeUp.faultless;

import etude.trainer.config.CheckpointsConfig.Mode;
import etude.trainer.run.RunFacts;
import etude.tuner.analysis.Run;
import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.analysis.verdict.Topic;
import etude.tuner.record.StudyRecord;
import etude.tuner.space.Objective;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.LongFunction;

/** Made-up studies about the data: whether anything was learned, and on examples apart. */
final class MadeUpData {
    private MadeUpData() {}

    static List<MadeUp> all() {
        return List.of(
                faultless(
                        Topic.OVERLAP,
                        "nothing shared",
                        MadeUpSetting.study(MadeUpSetting::training)),
                clear(
                        Topic.OVERLAP,
                        "564 of 600 validation examples in training",
                        seed -> overlapping(564)),
                faultless(
                        Topic.CHANCE,
                        "something learned of 10 classes",
                        MadeUpSetting.study(s -> s.training().error(s.falling()))),
                faultless(
                        Topic.CHANCE,
                        "something learned of a class of 95 %",
                        frequent(0.95, 0.03, 0.005)),
                clear(
                        Topic.CHANCE,
                        "nothing learned of a class of 95 %",
                        frequent(0.95, 0.05, 0.005)),
                clear(
                        Topic.CHANCE,
                        "nothing learned of two classes, each evaluation guesses anew",
                        frequent(0.5, 0.5, 0.5)),
                clear(Topic.CHANCE, "a regression that learned nothing", MadeUpData::regression));
    }

    private static StudyRecord overlapping(int shared) {
        return SyntheticStudy.study()
                .dataset(facts(600, 10, Map.of(), shared))
                .trial(Run.trial(0).learningRate(0.1).errors(0.1))
                .data();
    }

    private static RunFacts.Data facts(
            int examples, int classes, Map<String, Double> constant, int shared) {
        return new RunFacts.Data(
                OptionalInt.of(10 * examples),
                OptionalInt.of(examples),
                OptionalInt.of(examples),
                classes == 0 ? OptionalInt.empty() : OptionalInt.of(classes),
                Optional.empty(),
                constant,
                OptionalInt.of(shared),
                OptionalInt.empty());
    }

    /** Two classes, one of which has this share; the model reaches the error. */
    private static LongFunction<StudyRecord> frequent(double share, double error, double flips) {
        return seed -> {
            MadeUpSetting setting = MadeUpSetting.of(seed);
            int examples = Math.max(500, setting.examples());
            return SyntheticStudy.study()
                    .dataset(facts(examples, 2, Map.of("validation/error_rate", 1 - share), 0))
                    .trials(
                            3,
                            i ->
                                    setting.training()
                                            .examples(examples)
                                            .evaluations(20)
                                            .error(x -> error)
                                            .flips(flips)
                                            .run(i))
                    .data();
        };
    }

    /** Targets near 250,000 that vary by 100,000: the squared error stays at their variance. */
    static StudyRecord regression(long seed) {
        MadeUpSetting setting = MadeUpSetting.of(seed);
        double variance = 1e10;
        return SyntheticStudy.study()
                .objective(new Objective("validation/loss", Mode.MIN))
                .dataset(
                        facts(
                                setting.examples(),
                                0,
                                Map.of(
                                        "validation/loss",
                                        variance,
                                        "train_evaluation/loss",
                                        variance),
                                0))
                .trials(
                        3,
                        n -> {
                            SplittableRandom random = setting.random();
                            int evaluations = 10;
                            return Run.trial(n)
                                    .learningRate(0.1)
                                    .metric("validation/loss")
                                    .errors(evaluations, i -> level(random, i))
                                    .trainLosses(evaluations, i -> level(random, i))
                                    .stepLosses(
                                            100 * evaluations,
                                            i -> variance * Math.pow(random.nextGaussian(), 2))
                                    .measured("validation/mean_absolute_error", i -> 8e4);
                        })
                .data();
    }

    /** Starts far above the variance, for the mean is unknown at first. */
    private static double level(SplittableRandom random, int evaluation) {
        return 1e10 * (1 + Math.exp(-3 - 2 * evaluation)) * (1 + 0.005 * random.nextGaussian());
    }
}
