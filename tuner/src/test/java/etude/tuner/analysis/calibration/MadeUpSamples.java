package etude.tuner.analysis.calibration;

import static etude.tuner.analysis.calibration.MadeUp.clear;
import static etude.tuner.analysis.calibration.MadeUp.faultless;

import etude.trainer.config.CheckpointsConfig.Mode;
import etude.trainer.run.RunFacts;
import etude.trainer.run.WholeValidation;
import etude.trainer.run.WholeValidation.Checkpoint;
import etude.tuner.analysis.Run;
import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.analysis.verdict.Topic;
import etude.tuner.record.StudyRecord;
import etude.tuner.space.Objective;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/**
 * Made-up studies whose evaluations use a sample of the validation examples. Examples differ in how
 * hard they are, for every trial alike.
 *
 * @param sample examples in the sample
 * @param whole examples in all
 * @param trials of the study
 * @param level what each trial gets wrong in truth, a share or a loss
 * @param easier by which factor the sample's examples are easier than others
 * @param loss whether the metric is a loss, which is exponentially distributed, and no share
 */
record MadeUpSamples(
        int sample, int whole, int trials, IntToDoubleFunction level, double easier, boolean loss) {
    private static final int BLOCKS = 20;

    static List<MadeUp> all() {
        return List.of(
                faultless(
                        Topic.SAMPLE,
                        "a sample of 500 of 2,000, 10 trials that are equal",
                        of(500, 2000, 10, trial -> 0.1)::study),
                faultless(
                        Topic.SAMPLE,
                        "a sample of 2,000 of 10,000, 4 trials a point apart",
                        of(2000, 10_000, 4, trial -> 0.05 + 0.01 * trial)::study),
                faultless(
                        Topic.SAMPLE,
                        "a sample of 200 of 2,000, 3 trials that are equal, by a loss",
                        new MadeUpSamples(200, 2000, 3, trial -> 0.5, 1, true)::study),
                clear(
                        Topic.SAMPLE,
                        "a sample of 500 of 2,000 whose error is 4.5 % instead of 10 %",
                        new MadeUpSamples(500, 2000, 10, trial -> 0.1, 0.45, false)::study),
                clear(
                        Topic.SAMPLE,
                        "a sample of 50 of 5,000 that hides a trial which is better by 2.5 points",
                        MadeUpSamples::hidden));
    }

    private static MadeUpSamples of(int sample, int whole, int trials, IntToDoubleFunction level) {
        return new MadeUpSamples(sample, whole, trials, level, 1, false);
    }

    StudyRecord study(long seed) {
        return study(seed, trial -> Double.NaN);
    }

    /** The best in truth is the worst on the sample. */
    private static StudyRecord hidden(long seed) {
        return of(50, 5000, 5, trial -> trial == 0 ? 0.075 : 0.1)
                .study(seed, trial -> trial == 0 ? 0.12 : 0.1);
    }

    /**
     * @param sampled what the sample shows of a trial; not a number for what it has
     */
    private StudyRecord study(long seed, IntToDoubleFunction sampled) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] hard = random.doubles(whole).map(hardness -> 2 * hardness).toArray();
        String metric = loss ? "validation/loss" : "validation/error_rate";
        return SyntheticStudy.study()
                .objective(new Objective(metric, Mode.MIN))
                .dataset(data())
                .trials(
                        trials,
                        trial -> {
                            double[] values = values(hard, level.applyAsDouble(trial), random);
                            double chosen = sampled.applyAsDouble(trial);
                            double shown =
                                    Double.isNaN(chosen)
                                            ? mean(Arrays.copyOf(values, sample))
                                            : chosen;
                            return Run.trial(trial)
                                    .learningRate(0.1)
                                    .metric(metric)
                                    .errors(shown)
                                    .whole(whole(metric, shown, values));
                        })
                .data();
    }

    private RunFacts.Data data() {
        return new RunFacts.Data(
                OptionalInt.of(9 * whole),
                OptionalInt.of(whole),
                OptionalInt.of(sample),
                loss ? OptionalInt.empty() : OptionalInt.of(10),
                Optional.empty(),
                Map.of(),
                OptionalInt.of(0),
                OptionalInt.empty());
    }

    private double[] values(double[] hard, double truth, SplittableRandom random) {
        double[] values = new double[whole];
        for (int i = 0; i < whole; i++) {
            double expected = hard[i] * truth * (i < sample ? easier : 1);
            values[i] =
                    loss
                            ? -expected * Math.log(1 - random.nextDouble())
                            : random.nextDouble() < expected ? 1 : 0;
        }
        return values;
    }

    /** Each block has the sample's share of the sample. */
    private WholeValidation whole(String metric, double shown, double[] values) {
        double[] sums = new double[BLOCKS];
        for (int i = 0; i < whole; i++) {
            sums[i % BLOCKS] += values[i];
        }
        List<Double> blocks = Arrays.stream(sums).map(sum -> sum * BLOCKS / whole).boxed().toList();
        double mean = mean(values);
        double squares = blocks.stream().mapToDouble(b -> (b - mean) * (b - mean)).sum();
        double error = Math.sqrt(squares / (BLOCKS - 1) / BLOCKS);
        return new WholeValidation(
                metric, sample, whole, List.of(new Checkpoint(100, shown, mean, error, blocks)));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }
}
