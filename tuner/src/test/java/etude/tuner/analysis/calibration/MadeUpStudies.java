package etude.tuner.analysis.calibration;

import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.Run;
import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.analysis.verdict.Answer;
import etude.tuner.analysis.verdict.Verdict;
import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.record.StudyRecord;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** Whole made-up studies, on which every question is asked. */
final class MadeUpStudies {
    private static final int TRIALS = 20;
    private static final int[] VALIDATION = {500, 2000, 5000, 10_000};

    private MadeUpStudies() {}

    /** The share of faultless studies, over so many seeds, of which any answer is of a kind. */
    static double share(long first, int studies, Class<? extends Answer> kind) {
        VerdictThresholds thresholds = VerdictThresholds.defaults();
        return (double)
                        LongStream.range(first, first + studies)
                                .parallel()
                                .mapToObj(seed -> Analysis.of(faultless(seed), thresholds))
                                .filter(
                                        analysis ->
                                                analysis.verdicts().stream()
                                                        .map(Verdict::answer)
                                                        .anyMatch(kind::isInstance))
                                .count()
                / studies;
    }

    /**
     * A study with nothing to complain of: 20 trials whose best learning rate lies well within the
     * range, curves that end with the decay or saturate late, and no trial that diverges.
     */
    static StudyRecord faultless(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int examples = VALIDATION[(int) (seed % VALIDATION.length)];
        double optimum = random.nextDouble(0.35, 0.65);
        double best = random.nextDouble(0.03, 0.25);
        boolean decays = random.nextBoolean();
        double shift = random.nextDouble();
        return SyntheticStudy.study()
                .learningRate()
                .dataset(SyntheticStudy.data(OptionalInt.of(examples), OptionalInt.of(10)))
                .trials(
                        TRIALS,
                        i -> {
                            double place = (i * 0.618034 + shift) % 1; // fills evenly
                            double level =
                                    best
                                            * (1 + 6 * Math.pow(place - optimum, 2))
                                            * (1 + 0.01 * random.nextGaussian());
                            Run run = training(random, examples, level, decays).run(i);
                            return run.learningRate(Math.pow(10, -3 + 3 * place))
                                    .decay(decays ? 0 : 1)
                                    .dataWait(0.02)
                                    .examplesPerSecond(1000)
                                    .clipping(1, 0.1);
                        })
                .data();
    }

    private static MadeUpTraining training(
            SplittableRandom random, int examples, double level, boolean decays) {
        double speed = random.nextDouble(4, 6);
        double saturating = random.nextDouble(8, 10);
        MadeUpTraining training =
                MadeUpTraining.of(random.split())
                        .examples(examples)
                        .flips(random.nextDouble(0.001, 0.01))
                        .steps(random.nextDouble(0.05, 0.3))
                        .evaluations(25);
        return decays
                ? training.error(x -> level * (1 + 4 * Math.exp(-speed * x) + 0.5 * (1 - x)))
                        .loss(x -> 3 * level * (1 + 4 * Math.exp(-speed * x) + 0.5 * (1 - x)), 0.01)
                        .training(x -> level + 2 * Math.exp(-speed * x) + level * (1 - x))
                : training.error(x -> level * (1 + 4 * Math.exp(-saturating * x)))
                        .loss(x -> 3 * level * (1 + 4 * Math.exp(-saturating * x)), 0.01)
                        .training(x -> level + 2 * Math.exp(-speed * x));
    }
}
