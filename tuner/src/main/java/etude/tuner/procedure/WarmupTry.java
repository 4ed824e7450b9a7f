package etude.tuner.procedure;

import etude.tuner.record.StudyRecord;
import etude.tuner.text.Numbers;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One warmup that was tried.
 *
 * @param steps of the warmup
 * @param courses of the rates it was tried with, from the lowest
 */
record WarmupTry(long steps, List<RateCourse> courses) {
    WarmupTry {
        courses = List.copyOf(courses);
    }

    static WarmupTry of(long steps, StudyRecord study) {
        return new WarmupTry(
                steps,
                study.trials().stream()
                        .map(trial -> RateCourse.of(study, trial))
                        .sorted(Comparator.comparingDouble(RateCourse::rate))
                        .toList());
    }

    List<Double> stableRates() {
        return courses.stream().filter(RateCourse::isStable).map(RateCourse::rate).toList();
    }

    boolean isStableAtAll() {
        return courses.stream().allMatch(RateCourse::isStable);
    }

    /** What happened, as a part of a sentence. */
    String words() {
        return "after %,d steps of warmup %s"
                .formatted(
                        steps,
                        courses.stream()
                                .map(
                                        course ->
                                                "at %s %s"
                                                        .formatted(
                                                                Numbers.text(course.rate()),
                                                                course.words()))
                                .collect(Collectors.joining(", ")));
    }

    /** For programs. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("warmup_steps", steps);
        json.put("learning_rates", courses.stream().map(RateCourse::rate).toList());
        json.put("stable", courses.stream().map(RateCourse::isStable).toList());
        return json;
    }
}
