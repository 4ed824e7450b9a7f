package etude.tuner.analysis.calibration;

import static etude.tuner.analysis.calibration.MadeUp.clear;
import static etude.tuner.analysis.calibration.MadeUp.faultless;

import etude.tuner.analysis.verdict.Answer;
import etude.tuner.analysis.verdict.Topic;
import etude.tuner.record.StudyRecord;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Made-up studies about training curves. */
final class MadeUpCurves {
    private static final Pattern PERIOD = Pattern.compile("every ([0-9.]+) evaluations");

    private MadeUpCurves() {}

    static List<MadeUp> all() {
        return Stream.of(
                        MadeUpData.all(),
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

    private static List<MadeUp> stability() {
        return List.of(
                faultless(
                        Topic.TRAINING_LOSS,
                        "noisy plateau, small batches",
                        MadeUpSetting.study(s -> s.training().training(x -> 2.3).steps(0.3))),
                faultless(
                        Topic.TRAINING_LOSS,
                        "rate so small that the loss hardly falls",
                        MadeUpSetting.study(
                                s -> s.training().training(x -> 2.3 - 0.02 * x).steps(0.1))),
                faultless(
                        Topic.TRAINING_LOSS,
                        "squared errors of single examples",
                        MadeUpSetting.study(
                                s ->
                                        s.training()
                                                .training(x -> 0.1 + Math.exp(-4 * x))
                                                .singleExamples())),
                faultless(
                        Topic.TRAINING_LOSS,
                        "plateau of which only evaluations were kept",
                        MadeUpSetting.study(s -> s.training().training(x -> 0.5))),
                clear(
                        Topic.TRAINING_LOSS,
                        "a third of the fall is lost again",
                        MadeUpSetting.study(
                                s ->
                                        s.training()
                                                .training(x -> x < 0.6 ? 2.3 - 3 * x : 1.1)
                                                .steps(0.3))),
                faultless(
                        Topic.STABLE_EARLY,
                        "squared errors of single examples",
                        MadeUpSetting.study(
                                s ->
                                        s.training()
                                                .training(x -> 2 + Math.exp(-4 * x))
                                                .singleExamples())),
                faultless(
                        Topic.STABLE_EARLY,
                        "small batches",
                        MadeUpSetting.study(
                                s ->
                                        s.training()
                                                .training(x -> 0.5 + 1.8 * Math.exp(-9 * x))
                                                .steps(0.3))),
                clear(
                        Topic.STABLE_EARLY,
                        "2.4 at the first step, 30 afterwards",
                        MadeUpSetting.study(MadeUpCurves::earlySpike)));
    }

    private static MadeUpTraining earlySpike(MadeUpSetting setting) {
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
                        MadeUpSetting.study(
                                s ->
                                        s.training()
                                                .error(s.falling())
                                                .flips(s.between(0.001, 0.02)))),
                faultless(
                        Topic.OVERFITTING,
                        "such a plateau of a run that did not keep which",
                        MadeUpSetting.study(
                                s ->
                                        s.training()
                                                .error(s.falling())
                                                .flips(s.between(0.001, 0.02))
                                                .unpaired())),
                faultless(
                        Topic.OVERFITTING,
                        "70 to 76 errors of 2,000",
                        MadeUpSetting.study(
                                s -> s.training().examples(2000).error(x -> 0.0365).flips(0.003))),
                faultless(
                        Topic.OVERFITTING,
                        "83 to 89 % error at chance",
                        MadeUpSetting.study(
                                s ->
                                        s.training()
                                                .error(x -> 0.86 + 0.03 * Math.sin(40 * x))
                                                .loss(x -> 2.3 + 0.1 * x, 0.001))),
                faultless(
                        Topic.OVERFITTING,
                        "error that wanders by 5 %, loss that stays",
                        MadeUpSetting.study(MadeUpCurves::wandering)),
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
            Function<MadeUpSetting, MadeUpTraining> training, double share) {
        return MadeUpSetting.study(
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

    private static MadeUpTraining wandering(MadeUpSetting setting) {
        double[] walk = setting.wander(0.8);
        int last = walk.length - 1;
        return setting.training().error(x -> 0.1 + 0.005 * walk[(int) (x * last)]);
    }

    private static List<MadeUp> confidence() {
        return List.of(
                faultless(
                        Topic.CONFIDENCE,
                        "loss that stays, with noise",
                        MadeUpSetting.study(
                                s ->
                                        s.training()
                                                .loss(
                                                        x -> 0.2 + Math.exp(-6 * x),
                                                        s.between(0, 0.1)))),
                clear(
                        Topic.CONFIDENCE,
                        "loss from 0.66 to 1.38, error flat",
                        MadeUpSetting.study(
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
                        MadeUpSetting.study(
                                s ->
                                        s.training()
                                                .error(s.falling())
                                                .flips(s.between(0.001, 0.03)))),
                clear(
                        Topic.LATE_VARIANCE,
                        "jumps of four sampling errors",
                        MadeUpSetting.study(MadeUpCurves::jumping)));
    }

    private static MadeUpTraining jumping(MadeUpSetting setting) {
        double error = 4 * Math.sqrt(0.3 * 0.7 / setting.examples());
        return setting.training().error(x -> 0.3 + error * setting.random().nextGaussian());
    }

    private static List<MadeUp> length() {
        return List.of(
                faultless(
                        Topic.LENGTH,
                        "a constant rate, saturated in the last third",
                        MadeUpSetting.study(s -> saturating(s, s.between(0.6, 0.72)))),
                faultless(
                        Topic.LENGTH,
                        "a decay to zero, best at the end",
                        MadeUpSetting.runs(MadeUpCurves::decaying, run -> run.decay(0))),
                clear(
                        Topic.LENGTH,
                        "saturated after a quarter",
                        MadeUpSetting.study(s -> saturating(s, s.between(0.15, 0.3)))),
                clear(
                        Topic.LENGTH,
                        "nothing gained after a twentieth",
                        MadeUpSetting.study(s -> saturating(s, 0.05))),
                clear(
                        Topic.LENGTH,
                        "a constant rate that still improves",
                        MadeUpSetting.study(
                                s ->
                                        s.training()
                                                .examples(Math.max(2000, s.examples()))
                                                .error(x -> 0.5 - 0.4 * x)
                                                .training(x -> 2 - 1.5 * x))));
    }

    private static MadeUpTraining saturating(MadeUpSetting setting, double share) {
        double level = setting.between(0.05, 0.2);
        return setting.training()
                .error(x -> level + 0.5 * Math.max(0, 1 - x / share))
                .training(x -> 0.1 + 2 * Math.max(0, 1 - x / share));
    }

    /** Half of what is gained comes with the decay. */
    private static MadeUpTraining decaying(MadeUpSetting setting) {
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
                        MadeUpSetting.study(
                                s -> s.training().evaluations(60).error(s.falling()).flips(0.01))),
                faultless(
                        Topic.PERIODS,
                        "error that wanders",
                        MadeUpSetting.study(
                                s -> wandering(new MadeUpSetting(s.random(), s.examples(), 80)))),
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
                MadeUpSetting.study(
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
