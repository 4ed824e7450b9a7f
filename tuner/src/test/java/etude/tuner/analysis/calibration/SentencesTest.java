package etude.tuner.analysis.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.run.RunFacts;
import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.Run;
import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.analysis.verdict.Verdict;
import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.record.StudyRecord;
import etude.tuner.store.Infeasible;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every sentence of every kind of made-up study, read for what no sentence may say. */
final class SentencesTest {
    private static final VerdictThresholds THRESHOLDS = VerdictThresholds.defaults();
    private static final Pattern PERCENT = Pattern.compile("([0-9.]+) %");
    private static final Pattern NO_NUMBER =
            Pattern.compile("NaN|not a number|nfinity|  |\\.\\.| \\.| ,");
    private static final Pattern OF_STUDIES = Pattern.compile("\\b(trials?|arms?)\\b");
    private static final Pattern TWICE = Pattern.compile("\\b(\\w+ \\w+|[a-z]+):? \\1\\b");
    private static final Pattern RAW_RATE =
            Pattern.compile(
                    "error_rate( is| ends at| (rises|still went) from)? [0-9.]+(?![0-9.]| %)");
    private static final Pattern TRIAL_WITHOUT_ARM =
            Pattern.compile("(?<!median )\\btrial [0-9]+(?![0-9]| \\()");

    private static Stream<StudyRecord> studies() {
        return Stream.of(
                        MadeUpCurves.all().stream()
                                .flatMap(kind -> LongStream.range(0, 3).mapToObj(kind.study())),
                        LongStream.range(0, 2).mapToObj(MadeUpStudies::faultless),
                        LongStream.range(0, 4).mapToObj(SentencesTest::wild))
                .flatMap(studies -> studies);
    }

    /** Two arms in which anything happens. */
    private static StudyRecord wild(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return SyntheticStudy.study()
                .arms("optimizer.name=sgd", "optimizer.name=adam")
                .learningRate()
                .trials(
                        12,
                        i -> {
                            Run run =
                                    Run.rated(i, random.nextDouble())
                                            .arm(i % 2)
                                            .errors(30, e -> random.nextDouble())
                                            .measured(
                                                    "validation/loss", e -> 3 * random.nextDouble())
                                            .trainLosses(30, e -> random.nextDouble())
                                            .stepLosses(600, e -> 4 * random.nextDouble())
                                            .dataWait(random.nextDouble())
                                            .examplesPerSecond(100)
                                            .clipping(1, random.nextInt(3) / 2.0);
                            return random.nextInt(4) == 0
                                    ? run.infeasible(new Infeasible.Diverged(7))
                                    : run;
                        })
                .data();
    }

    private static List<Verdict> verdicts(StudyRecord study) {
        return Analysis.of(study, THRESHOLDS).verdicts();
    }

    /** The same trials, each as a run by itself. */
    private static Stream<Verdict> alone(StudyRecord study) {
        RunFacts.Data data = study.data();
        return study.trials().stream()
                .limit(1)
                .flatMap(
                        run ->
                                Analysis.ofRun(run, study.outline().objective(), data, THRESHOLDS)
                                        .verdicts()
                                        .stream());
    }

    @Test
    void noSentenceSaysWhatCannotBe() {
        List<String> sentences =
                studies()
                        .flatMap(study -> Stream.concat(verdicts(study).stream(), alone(study)))
                        .flatMap(SentencesTest::texts)
                        .distinct()
                        .toList();
        assertThat(sentences).hasSizeGreaterThan(200);
        assertThat(sentences.stream().filter(SentencesTest::cannotBe)).isEmpty();
    }

    private static boolean cannotBe(String text) {
        return !text.endsWith(".")
                || NO_NUMBER.matcher(text).find()
                || TWICE.matcher(text).find()
                || RAW_RATE.matcher(text).find()
                || !sharesAreShares(text);
    }

    @Test
    void aRunIsNoTrial() {
        assertThat(
                        studies()
                                .flatMap(SentencesTest::alone)
                                .map(verdict -> verdict.answer().sentence())
                                .filter(text -> OF_STUDIES.matcher(text).find()))
                .isEmpty();
    }

    @Test
    void withSeveralArmsEachTrialHasItsArm() {
        assertThat(LongStream.range(0, 4).mapToObj(SentencesTest::wild))
                .flatMap(SentencesTest::verdicts)
                .filteredOn(verdict -> MadeUpCurves.topics().contains(verdict.topic()))
                .extracting(verdict -> verdict.answer().sentence())
                .filteredOn(text -> TRIAL_WITHOUT_ARM.matcher(text).find())
                .isEmpty();
    }

    private static Stream<String> texts(Verdict verdict) {
        return Stream.concat(
                Stream.of(verdict.answer().sentence()),
                verdict.answer().remedy().map(remedy -> remedy.text()).stream());
    }

    private static boolean sharesAreShares(String text) {
        Matcher percent = PERCENT.matcher(text);
        while (percent.find()) {
            if (Double.parseDouble(percent.group(1)) > 100) {
                return false;
            }
        }
        return true;
    }
}
