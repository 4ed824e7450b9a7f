package etude.tuner.procedure;

import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.TrialRecord;
import etude.tuner.text.Numbers;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One threshold that was tried at the unstable rate.
 *
 * @param threshold above which gradients are clipped
 * @param course how training went
 */
record ClippingTry(double threshold, RateCourse course) {
    static ClippingTry of(double threshold, StudyRecord study) {
        return new ClippingTry(threshold, RateCourse.of(study, study.trials().get(0)));
    }

    boolean isStable() {
        return course.isStable();
    }

    /** The share of updates that were clipped. */
    double clipped() {
        return course.trial().clippedFraction().orElse(0);
    }

    boolean isAggressive() {
        return isAggressive(course.trial());
    }

    /** "We would usually consider having >50% of the updates getting clipped" as that. */
    static boolean isAggressive(TrialRecord trial) {
        return trial.clippedFraction().orElse(0) > VerdictThresholds.defaults().clipped();
    }

    /** What happened, as a part of a sentence. */
    String words() {
        return "clipped above %s %s (%s of the updates were clipped)"
                .formatted(Numbers.text(threshold), course.words(), Numbers.percent(clipped()));
    }

    /** For programs. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("threshold", threshold);
        json.put("stable", isStable());
        json.put("clipped_fraction", clipped());
        return json;
    }
}
