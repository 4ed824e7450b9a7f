package etude.tuner.analysis.calibration;

import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.verdict.Answer;
import etude.tuner.analysis.verdict.Topic;
import etude.tuner.analysis.verdict.Verdict;
import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.record.StudyRecord;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * Made-up studies of one kind whose truth is known.
 *
 * @param topic which question is asked about them
 * @param kind what they are like, in words
 * @param as whether a wrong answer is a false alarm or a miss
 * @param bar the share of wrong answers that is allowed
 * @param study the study of a seed
 * @param wrong tells whether the answers to the question, one for each part it is asked of, are
 *     wrong
 */
public record MadeUp(
        Topic topic,
        String kind,
        Wrong as,
        double bar,
        LongFunction<StudyRecord> study,
        Predicate<List<Answer>> wrong) {
    private static final VerdictThresholds THRESHOLDS = VerdictThresholds.defaults();

    /** How an answer can be wrong. */
    public enum Wrong {
        FALSE_ALARM("false alarm"),
        MISS("miss");

        final String words;

        Wrong(String words) {
            this.words = words;
        }
    }

    /** Nothing is wrong with these: attention or a problem is a false alarm, at most 5 %. */
    public static MadeUp faultless(Topic topic, String kind, LongFunction<StudyRecord> study) {
        return new MadeUp(topic, kind, Wrong.FALSE_ALARM, 0.05, study, MadeUp::alarm);
    }

    /** Something is clearly wrong with these: no attention is a miss, at most 10 %. */
    public static MadeUp clear(Topic topic, String kind, LongFunction<StudyRecord> study) {
        return new MadeUp(topic, kind, Wrong.MISS, 0.1, study, answers -> !alarm(answers));
    }

    /** Whether any answer asks for attention or is a problem. */
    public static boolean alarm(List<Answer> answers) {
        return answers.stream()
                .anyMatch(a -> a instanceof Answer.Attention || a instanceof Answer.Problem);
    }

    /** The share of wrong answers over so many seeds from the first. */
    public double rate(long first, int studies) {
        return (double) LongStream.range(first, first + studies).filter(this::isWrong).count()
                / studies;
    }

    /** Whether the study of a seed is answered wrongly. */
    public boolean isWrong(long seed) {
        return wrong.test(
                Analysis.of(study.apply(seed), THRESHOLDS).verdicts().stream()
                        .filter(verdict -> verdict.topic() == topic)
                        .map(Verdict::answer)
                        .toList());
    }
}
