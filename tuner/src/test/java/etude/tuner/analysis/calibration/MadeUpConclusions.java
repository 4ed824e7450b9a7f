package etude.tuner.analysis.calibration;

import static etude.tuner.analysis.calibration.Surface.valley;

import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.analysis.calibration.MadeUp.Wrong;
import etude.tuner.analysis.verdict.Answer;
import etude.tuner.analysis.verdict.Topic;
import etude.tuner.record.StudyRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.LongFunction;

/** Whether one arm is better than another. */
final class MadeUpConclusions {
    private MadeUpConclusions() {}

    static List<MadeUp> all() {
        List<MadeUp> kinds = new ArrayList<>();
        for (int trials : new int[] {10, 20}) {
            Surface equal = Surface.of(trials, 2, p -> valley(p[0], 0.4)).arms(2);
            kinds.add(
                    equal(
                            "two equal arms of %d trials, seeds vary by 5 %%".formatted(trials),
                            equal::study));
            kinds.add(
                    equal(
                            "two equal arms of %d trials, 50,000 validation examples, nothing matters but seeds, which vary by 20 %%"
                                    .formatted(trials),
                            Surface.of(trials, 2, p -> 0.1).arms(2).examples(50_000).seeds(0.2)
                                    ::study));
        }
        kinds.add(
                equal(
                        "three equal arms of 20 trials, two hyperparameters matter, 50,000 validation examples",
                        Surface.of(20, 2, p -> valley(p[0], 0.4) + valley(p[1], 0.6))
                                        .arms(3)
                                        .examples(50_000)
                                ::study));
        kinds.add(
                equal(
                        "two equal arms of 20 trials, 3 reruns of each best, seeds vary by 20 %",
                        seed -> rerun(seed, 0)));
        kinds.add(
                equal(
                        "two equal arms of 20 trials, 5 reruns of each best with equal seeds, seeds vary by 20 %",
                        seed -> paired(seed, 5, 0.2, 0, OptionalDouble.empty())));
        kinds.add(
                new MadeUp(
                        Topic.CONCLUSION,
                        "two arms of 20 trials that differ by 1.25 points, a margin of 1 point, 8 reruns of each best with equal seeds: no difference is said to matter",
                        Wrong.FALSE_ALARM,
                        0.05,
                        seed -> paired(seed, 8, 0.05, 0.0125, OptionalDouble.of(0.01)),
                        MadeUpConclusions::equal));
        kinds.add(
                new MadeUp(
                        Topic.CONCLUSION,
                        "two equal arms of 20 trials, 10 reruns of each best with equal seeds, a margin of 2 points: not said to be equal",
                        Wrong.MISS,
                        0.1,
                        seed -> paired(seed, 10, 0.05, 0, OptionalDouble.of(0.02)),
                        answers -> !equal(answers)));
        kinds.add(
                different(
                        "two arms of 20 trials, 5 reruns of each best with equal seeds, 10 % against 15 %, seeds vary by 10 %",
                        seed -> paired(seed, 5, 0.1, 0.05, OptionalDouble.empty())));
        kinds.add(
                different(
                        "two arms of 10 trials, 5.5 % against 77 % at best",
                        Surface.of(10, 2, p -> 0)
                                        .arms(2)
                                        .error(
                                                (arm, p) ->
                                                        arm == 0
                                                                ? 0.02 + valley(p[0], 0.4)
                                                                : Math.min(
                                                                        0.9,
                                                                        0.74 + valley(p[0], 0.5)))
                                ::study));
        kinds.add(
                different(
                        "two arms of 20 trials, 3 % against 10 % at best",
                        Surface.of(20, 1, p -> 0)
                                        .arms(2)
                                        .error((arm, p) -> valley(p[0], 0.4) + 0.07 * arm)
                                ::study));
        kinds.add(
                different(
                        "two arms of 20 trials, 8 reruns of each best, 10 % against 14 %, seeds vary by 10 %",
                        seed -> rerun(seed, 0.04)));
        return kinds;
    }

    private static StudyRecord rerun(long seed, double worse) {
        Surface surface =
                Surface.of(20, 2, p -> 0.1)
                        .arms(2)
                        .seeds(worse > 0 ? 0.1 : 0.2)
                        .error((arm, p) -> 0.1 + arm * worse);
        SyntheticStudy study =
                surface.study(seed, (run, point, measured, random) -> run.errors(measured));
        SplittableRandom random = new SplittableRandom(~seed);
        for (int arm = 0; arm < 2; arm++) {
            int best = study.results().ofArm(arm).best().orElseThrow().trial().number();
            double truth = 0.1 + arm * worse;
            // numbers from 0 are the seeds, of which 7 is that of the trials themselves
            double[] again = new double[worse > 0 ? 9 : 3];
            Arrays.setAll(again, i -> surface.measured(truth, random));
            study.rerun(best, again);
        }
        return study.data();
    }

    private static StudyRecord paired(
            long seed, int reruns, double seeds, double worse, OptionalDouble margin) {
        Surface surface =
                Surface.of(20, 2, p -> 0.1)
                        .arms(2)
                        .seeds(seeds)
                        .error((arm, p) -> 0.1 + arm * worse);
        SyntheticStudy study =
                surface.study(seed, (run, point, measured, random) -> run.errors(measured));
        SplittableRandom random = new SplittableRandom(~seed);
        for (int arm = 0; arm < 2; arm++) {
            double truth = 0.1 + arm * worse;
            double[] again = new double[reruns];
            Arrays.setAll(again, i -> surface.measured(truth, random));
            study.paired(study.results().ofArm(arm).best().orElseThrow().trial().number(), again);
        }
        margin.ifPresent(study::margin);
        return study.data();
    }

    private static boolean equal(List<Answer> answers) {
        return answers.stream()
                .anyMatch(a -> a.sentence().startsWith("No difference that matters"));
    }

    private static MadeUp equal(String kind, LongFunction<StudyRecord> study) {
        return new MadeUp(
                Topic.CONCLUSION,
                kind + ": one is called better",
                Wrong.FALSE_ALARM,
                0.05,
                study,
                MadeUpConclusions::established);
    }

    private static MadeUp different(String kind, LongFunction<StudyRecord> study) {
        return new MadeUp(
                Topic.CONCLUSION,
                kind + ": not established",
                Wrong.MISS,
                0.1,
                study,
                answers -> !established(answers));
    }

    private static boolean established(List<Answer> answers) {
        return answers.stream().anyMatch(a -> a.sentence().startsWith("Yes: "));
    }
}
