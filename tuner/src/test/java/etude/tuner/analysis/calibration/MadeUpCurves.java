package etude.tuner.analysis.calibration;

import static etude.tuner.analysis.calibration.MadeUp.clear;
import static etude.tuner.analysis.calibration.MadeUp.faultless;

import etude.trainer.config.CheckpointsConfig.Mode;
import etude.trainer.run.RunFacts;
import etude.tuner.analysis.Run;
import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.analysis.verdict.Answer;
import etude.tuner.analysis.verdict.Topic;
import etude.tuner.record.StudyRecord;
import etude.tuner.space.Objective;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Made-up studies about training curves. */
final class MadeUpCurves {
    private static final int[] VALIDATION = {200, 500, 2000, 10_000};
    private static final int[] EVALUATIONS = {20, 40, 80};
    private static final Pattern PERIOD = Pattern.compile("every ([0-9.]+) evaluations");

    private MadeUpCurves() {}

    static List<MadeUp> all() {
        return Stream.of(
                        data(),
                        stability(),
                        overfitting(),
                        confidence(),
                        late(),
                        length(),
                        periods())
                .flatMap(List::stream)
                .toList();
    }

    /** The questions that these studies are about. */
    static Set<Topic> topics() {
        return all().stream().map(MadeUp::topic).collect(Collectors.toSet());
    }

    /** What varies from seed to seed in every kind. */
    private record Setting(SplittableRandom random, int examples, int evaluations) {
        static Setting of(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            return new Setting(
                    random,
                    VALIDATION[(int) (seed % VALIDATION.length)],
                    EVALUATIONS[(int) (seed / VALIDATION.length % EVALUATIONS.length)]);
        }

        double between(double low, double high) {
            return random.nextDouble(low, high);
        }

        MadeUpTraining training() {
            return MadeUpTraining.of(random.split()).examples(examples).evaluations(evaluations);
        }

        RunFacts.Data data(int classes) {
            return SyntheticStudy.data(OptionalInt.of(examples), OptionalInt.of(classes));
        }
    }

    /** A study of three trials of the same truth, so that each question may err three times. */
    private static LongFunction<StudyRecord> study(Function<Setting, MadeUpTraining> kind) {
        return runs(kind, run -> run);
    }

    private static LongFunction<StudyRecord> runs(
            Function<Setting, MadeUpTraining> kind, Function<Run, Run> change) {
        return seed -> {
            Setting setting = Setting.of(seed);
            return SyntheticStudy.study()
                    .dataset(setting.data(10))
                    .trials(3, i -> change.apply(kind.apply(setting).run(i)))
                    .data();
        };
    }

    /** Falls to a level that the sizes of the validation set still resolve. */
    private static DoubleUnaryOperator falling(Setting setting) {
        double level = setting.between(0.03, 0.3);
        double speed = setting.between(4, 7);
        return x -> level + (0.9 - level) * Math.exp(-speed * x);
    }

    private static List<MadeUp> data() {
        return List.of(
                faultless(Topic.OVERLAP, "nothing shared", study(Setting::training)),
                clear(
                        Topic.OVERLAP,
                        "564 of 600 validation examples in training",
                        seed -> overlapping(564)),
                faultless(
                        Topic.CHANCE,
                        "something learned of 10 classes",
                        study(s -> s.training().error(falling(s)))),
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
                clear(Topic.CHANCE, "a regression that learned nothing", MadeUpCurves::regression));
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
                OptionalInt.of(shared));
    }

    /** Two classes, one of which has this share; the model reaches the error. */
    private static LongFunction<StudyRecord> frequent(double share, double error, double flips) {
        return seed -> {
            Setting setting = Setting.of(seed);
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
        Setting setting = Setting.of(seed);
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

    private static List<MadeUp> stability() {
        return List.of(
                faultless(
                        Topic.TRAINING_LOSS,
                        "noisy plateau, small batches",
                        study(s -> s.training().training(x -> 2.3).steps(0.3))),
                faultless(
                        Topic.TRAINING_LOSS,
                        "rate so small that the loss hardly falls",
                        study(s -> s.training().training(x -> 2.3 - 0.02 * x).steps(0.1))),
                faultless(
                        Topic.TRAINING_LOSS,
                        "squared errors of single examples",
                        study(
                                s ->
                                        s.training()
                                                .training(x -> 0.1 + Math.exp(-4 * x))
                                                .singleExamples())),
                faultless(
                        Topic.TRAINING_LOSS,
                        "plateau of which only evaluations were kept",
                        study(s -> s.training().training(x -> 0.5))),
                clear(
                        Topic.TRAINING_LOSS,
                        "a third of the fall is lost again",
                        study(
                                s ->
                                        s.training()
                                                .training(x -> x < 0.6 ? 2.3 - 3 * x : 1.1)
                                                .steps(0.3))),
                faultless(
                        Topic.STABLE_EARLY,
                        "squared errors of single examples",
                        study(
                                s ->
                                        s.training()
                                                .training(x -> 2 + Math.exp(-4 * x))
                                                .singleExamples())),
                faultless(
                        Topic.STABLE_EARLY,
                        "small batches",
                        study(
                                s ->
                                        s.training()
                                                .training(x -> 0.5 + 1.8 * Math.exp(-9 * x))
                                                .steps(0.3))),
                clear(
                        Topic.STABLE_EARLY,
                        "2.4 at the first step, 30 afterwards",
                        study(MadeUpCurves::earlySpike)));
    }

    private static MadeUpTraining earlySpike(Setting setting) {
        double first = 1.5 / 1000;
        return setting.training()
                .evaluations(10)
                .training(x -> x < first ? 2.4 : 2 + 30 * Math.exp(-20 * x))
                .steps(0.2);
    }

    private static List<MadeUp> overfitting() {
        return List.of(
                faultless(
                        Topic.OVERFITTING,
                        "plateau with flips of single examples",
                        study(s -> s.training().error(falling(s)).flips(s.between(0.001, 0.02)))),
                faultless(
                        Topic.OVERFITTING,
                        "such a plateau of a run that did not keep which",
                        study(
                                s ->
                                        s.training()
                                                .error(falling(s))
                                                .flips(s.between(0.001, 0.02))
                                                .unpaired())),
                faultless(
                        Topic.OVERFITTING,
                        "70 to 76 errors of 2,000",
                        study(s -> s.training().examples(2000).error(x -> 0.0365).flips(0.003))),
                faultless(
                        Topic.OVERFITTING,
                        "83 to 89 % error at chance",
                        study(
                                s ->
                                        s.training()
                                                .error(x -> 0.86 + 0.03 * Math.sin(40 * x))
                                                .loss(x -> 2.3 + 0.1 * x, 0.001))),
                faultless(
                        Topic.OVERFITTING,
                        "error that wanders by 5 %, loss that stays",
                        study(MadeUpCurves::wandering)),
                clear(
                        Topic.OVERFITTING,
                        "error rises by 40 %",
                        overfits(s -> s.training().examples(Math.max(2000, s.examples())), 0.4)),
                clear(
                        Topic.OVERFITTING,
                        "error rises by 80 % in a run that did not keep which",
                        overfits(
                                s -> s.training().examples(Math.max(2000, s.examples())).unpaired(),
                                0.8)));
    }

    /** The best lies at a third of training. */
    private static LongFunction<StudyRecord> overfits(
            Function<Setting, MadeUpTraining> training, double share) {
        return study(
                s -> {
                    double level = s.between(0.05, 0.2);
                    return training.apply(s)
                            .error(
                                    x ->
                                            level
                                                    * (x < 0.3
                                                            ? 3 - x / 0.15
                                                            : 1 + share * (x - 0.3) / 0.7))
                            .loss(x -> x < 0.3 ? 1.5 - 4 * x : 0.3 + 0.4 * (x - 0.3), 0.01);
                });
    }

    private static MadeUpTraining wandering(Setting setting) {
        double[] walk = wander(setting, 0.8);
        return setting.training()
                .error(
                        x ->
                                0.1
                                        * (1
                                                + 0.05
                                                        * walk[
                                                                (int)
                                                                        Math.min(
                                                                                walk.length - 1,
                                                                                x * walk.length)]));
    }

    /** Noise of which each value remembers the one before. */
    private static double[] wander(Setting setting, double memory) {
        double[] walk = new double[setting.evaluations()];
        double fresh = Math.sqrt(1 - memory * memory);
        double now = setting.random().nextGaussian();
        for (int i = 0; i < walk.length; i++) {
            now = memory * now + fresh * setting.random().nextGaussian();
            walk[i] = now;
        }
        return walk;
    }

    private static List<MadeUp> confidence() {
        return List.of(
                faultless(
                        Topic.CONFIDENCE,
                        "loss that stays, with noise",
                        study(
                                s ->
                                        s.training()
                                                .loss(
                                                        x -> 0.2 + Math.exp(-6 * x),
                                                        s.between(0, 0.1)))),
                clear(
                        Topic.CONFIDENCE,
                        "loss from 0.66 to 1.38, error flat",
                        study(
                                s ->
                                        s.training()
                                                .loss(
                                                        x ->
                                                                x < 0.3
                                                                        ? 1.26 - 2 * x
                                                                        : 0.66 + (x - 0.3),
                                                        0.03)
                                                .training(x -> 0.003 + 2 * Math.exp(-9 * x)))));
    }

    private static List<MadeUp> late() {
        return List.of(
                faultless(
                        Topic.LATE_VARIANCE,
                        "flips of single examples",
                        study(s -> s.training().error(falling(s)).flips(s.between(0.001, 0.03)))),
                clear(
                        Topic.LATE_VARIANCE,
                        "jumps of four sampling errors",
                        study(MadeUpCurves::jumping)));
    }

    private static MadeUpTraining jumping(Setting setting) {
        double error = 4 * Math.sqrt(0.3 * 0.7 / setting.examples());
        return setting.training().error(x -> 0.3 + error * setting.random().nextGaussian());
    }

    private static List<MadeUp> length() {
        return List.of(
                faultless(
                        Topic.LENGTH,
                        "a constant rate, saturated in the last third",
                        study(s -> saturating(s, s.between(0.6, 0.72)))),
                faultless(
                        Topic.LENGTH,
                        "a decay to zero, best at the end",
                        runs(MadeUpCurves::decaying, run -> run.decay(0))),
                clear(
                        Topic.LENGTH,
                        "saturated after a quarter",
                        study(s -> saturating(s, s.between(0.15, 0.3)))),
                clear(
                        Topic.LENGTH,
                        "nothing gained after a twentieth",
                        study(s -> saturating(s, 0.05))),
                clear(
                        Topic.LENGTH,
                        "a constant rate that still improves",
                        study(
                                s ->
                                        s.training()
                                                .examples(Math.max(2000, s.examples()))
                                                .error(x -> 0.5 - 0.4 * x)
                                                .training(x -> 2 - 1.5 * x))));
    }

    private static MadeUpTraining saturating(Setting setting, double share) {
        double level = setting.between(0.05, 0.2);
        return setting.training()
                .error(x -> level + 0.5 * Math.max(0, 1 - x / share))
                .training(x -> 0.1 + 2 * Math.max(0, 1 - x / share));
    }

    /** Half of what is gained comes with the decay. */
    private static MadeUpTraining decaying(Setting setting) {
        double level = setting.between(0.05, 0.2);
        return setting.training()
                .error(x -> level * (1 + 3 * Math.exp(-6 * x) + (1 - x)))
                .training(x -> 0.1 + Math.exp(-6 * x) + 0.3 * (1 - x));
    }

    private static List<MadeUp> periods() {
        return List.of(
                faultless(
                        Topic.PERIODS,
                        "noise about a falling curve",
                        study(s -> s.training().evaluations(60).error(falling(s)).flips(0.01))),
                faultless(
                        Topic.PERIODS,
                        "error that wanders",
                        study(s -> wandering(new Setting(s.random(), s.examples(), 80)))),
                repeating(8),
                repeating(12),
                repeating(20));
    }

    private static MadeUp repeating(int period) {
        return new MadeUp(
                Topic.PERIODS,
                "period of %d evaluations".formatted(period),
                MadeUp.Wrong.MISS,
                0.1,
                study(
                        s ->
                                s.training()
                                        .examples(Math.max(2000, s.examples()))
                                        .evaluations(80)
                                        .error(
                                                x ->
                                                        0.1
                                                                + 0.3 * Math.exp(-5 * x)
                                                                + 0.01
                                                                        * Math.sin(
                                                                                2 * Math.PI * 80 * x
                                                                                        / period))),
                answers -> answers.stream().noneMatch(answer -> names(answer, period)));
    }

    private static boolean names(Answer answer, int period) {
        Matcher found = PERIOD.matcher(answer.sentence());
        return found.find() && Math.abs(Double.parseDouble(found.group(1)) - period) <= 1;
    }
}
