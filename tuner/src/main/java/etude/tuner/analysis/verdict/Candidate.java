package etude.tuner.analysis.verdict;

import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.statistics.Noise;
import etude.tuner.record.Rerun;
import etude.tuner.record.TrialRecord;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * The best trial of one scientific value.
 *
 * @param objective its best value in the study
 * @param reruns objectives of the same settings with other seeds
 */
record Candidate(String label, int trial, double objective, double[] reruns) {
    static Candidate of(StudyResults results, String label, int trial, OptionalDouble objective) {
        long seed =
                results.study().trials().stream()
                        .filter(t -> t.number() == trial)
                        .mapToLong(TrialRecord::seed)
                        .findFirst()
                        .orElseThrow();
        double[] reruns =
                results.study().reruns().stream()
                        .filter(r -> r.trial() == trial && r.seed() != seed)
                        .mapToDouble(Rerun::objective)
                        .toArray();
        return new Candidate(label, trial, objective.orElseThrow(), reruns);
    }

    double mean() {
        return Arrays.stream(reruns).average().orElseThrow();
    }

    /** The squared standard error of the mean. */
    double meanVariance() {
        return Noise.variance(reruns) / reruns.length;
    }
}
