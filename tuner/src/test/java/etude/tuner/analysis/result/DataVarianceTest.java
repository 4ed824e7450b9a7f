package etude.tuner.analysis.result;

import static etude.tuner.analysis.Run.trial;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import etude.tuner.analysis.SyntheticStudy;
import org.junit.jupiter.api.Test;

final class DataVarianceTest {
    private static final SyntheticStudy STUDY =
            SyntheticStudy.study()
                    .trial(trial(0).errors(0.1))
                    .trial(trial(1).errors(0.2))
                    .rerun(0, 0.11, 0.11, 0.12)
                    .resplit(0, 0.10, 0.12, 0.14)
                    .resplit(1, 0.2);

    @Test
    void splitsVaryBesideSeedsAndTheChoiceOfValidationExamples() {
        StudyResults results = STUDY.results();
        DataVariance variance = DataVariance.of(results, results.study().trials().get(0));

        assertThat(variance.mean()).isCloseTo(0.12, within(1e-12));
        assertThat(variance.deviation()).isCloseTo(0.02, within(1e-12));
        assertThat(variance.uncertainty()).isEqualTo(0.5);
        assertThat(variance.sampling().orElseThrow())
                .isCloseTo(Math.sqrt(0.12 * 0.88 / 2000), within(1e-12));
        assertThat(variance.sentence(results.study().trials().get(0), Wording.of(results.study())))
                .isEqualTo(
                        "Trial 0 on 3 other splits: 12.00 % in the mean, and 2.00 points from split to split (standard deviation, itself known to +-50 %). Of that, the choice of validation examples alone would make 0.73 points, other seeds alone would make 0.58 points.");
    }

    @Test
    void oneSplitTellsNothing() {
        StudyResults results = STUDY.results();
        assertThat(DataVariance.trials(results)).hasSize(2);
        assertThat(
                        DataVariance.of(results, results.study().trials().get(1))
                                .sentence(
                                        results.study().trials().get(1),
                                        Wording.of(results.study())))
                .startsWith("Trial 1 has 1 of 1 result on other splits, and two are needed");
    }

    /** They are measured on other examples, so they are no reruns. */
    @Test
    void theyAreNoReruns() {
        StudyResults results = STUDY.results();
        assertThat(results.reruns(results.study().trials().get(0)).costs()).hasSize(3);
        assertThat(results.rerun()).hasSize(1);
    }
}
