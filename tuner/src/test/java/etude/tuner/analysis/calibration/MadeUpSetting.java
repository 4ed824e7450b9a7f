package etude.tuner.analysis.calibration;

import etude.trainer.run.RunFacts;
import etude.tuner.analysis.Run;
import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.record.StudyRecord;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.LongFunction;

/** What varies from seed to seed in every kind of made-up curves, and what is made of it. */
record MadeUpSetting(SplittableRandom random, int examples, int evaluations) {
    private static final int[] VALIDATION = {200, 500, 2000, 10_000};
    private static final int[] EVALUATIONS = {20, 40, 80};

    static MadeUpSetting of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new MadeUpSetting(
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

    /** A study of three trials of the same truth, so that each question may err three times. */
    static LongFunction<StudyRecord> study(Function<MadeUpSetting, MadeUpTraining> kind) {
        return runs(kind, run -> run);
    }

    static LongFunction<StudyRecord> runs(
            Function<MadeUpSetting, MadeUpTraining> kind, Function<Run, Run> change) {
        return seed -> {
            MadeUpSetting setting = MadeUpSetting.of(seed);
            return SyntheticStudy.study()
                    .dataset(setting.data(10))
                    .trials(3, i -> change.apply(kind.apply(setting).run(i)))
                    .data();
        };
    }

    /** Falls to a level that the sizes of the validation set still resolve. */
    DoubleUnaryOperator falling() {
        double level = between(0.03, 0.3);
        double speed = between(4, 7);
        return x -> level + (0.9 - level) * Math.exp(-speed * x);
    }

    /** Noise of which each value remembers the one before. */
    double[] wander(double memory) {
        double[] walk = new double[evaluations()];
        double fresh = Math.sqrt(1 - memory * memory);
        double now = random().nextGaussian();
        for (int i = 0; i < walk.length; i++) {
            now = memory * now + fresh * random().nextGaussian();
            walk[i] = now;
        }
        return walk;
    }
}
