package etude.tuner.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Expected numbers were computed with numpy 2.4 and scipy 1.17.1 from the textbook's formulas. */
final class RegressionTest {
    private static final List<double[]> POINTS =
            List.of(
                    new double[] {0.1, 0.2},
                    new double[] {0.4, 0.9},
                    new double[] {0.7, 0.3},
                    new double[] {0.95, 0.8},
                    new double[] {0.5, 0.5});
    private static final double[] VALUES = {-1.2, 0.3, 0.8, 1.1, -0.4};
    private static final Beliefs BELIEFS = new Beliefs(List.of(0.5, 1.2), 1.5, 0.01, 5, false);
    private static final double[] ELSEWHERE = {0.3, 0.6};

    private static Regression regression() {
        return Regression.of(Dimensions.continuous(2), BELIEFS, POINTS, VALUES);
    }

    @Test
    void predictionsAreThoseOfTheTextbook() {
        Prediction prediction = regression().at(ELSEWHERE);

        assertThat(prediction.mean()).isEqualTo(-0.564988685865368, within(1e-12));
        assertThat(prediction.deviation()).isEqualTo(0.2597248714212593, within(1e-12));
    }

    @Test
    void everyPointIsPredictedFromAllOthers() {
        List<Prediction> predictions = regression().leaveOneOut();

        assertThat(predictions.get(0).mean()).isEqualTo(-0.4927670178315269, within(1e-12));
        assertThat(predictions.get(0).deviation()).isEqualTo(0.9169472640194323, within(1e-12));
        assertThat(predictions.get(2).mean()).isEqualTo(-0.10848105599725, within(1e-12));
        assertThat(predictions.get(4).deviation()).isEqualTo(0.31483892702733074, within(1e-12));
    }

    @Test
    void theEvidenceIsThatOfTheTextbookWithItsPriors() {
        Evidence evidence = new Evidence(Dimensions.continuous(2), POINTS, VALUES);
        double[] logarithms = {Math.log(0.5), Math.log(1.2), Math.log(1.5), Math.log(0.01)};
        double penalty = 0;
        for (int p = 0; p < logarithms.length; p++) {
            penalty += evidence.priors().get(p).penalty(logarithms[p]);
        }

        assertThat(evidence.at(logarithms, new double[4]) - penalty)
                .isEqualTo(7.70375820300314, within(1e-12));
    }

    @Test
    void theExpectedImprovementIsOnTheLowestMean() {
        Acquisition acquisition = new Acquisition(regression(), Optional.empty());

        assertThat(acquisition.at(ELSEWHERE, new double[2]))
                .isEqualTo(-7.292982992917356, within(1e-10));
        assertThat(acquisition.at(List.of(ELSEWHERE))[0])
                .isEqualTo(-7.292982992917356, within(1e-10));
    }

    @Test
    void gradientsAreTheDerivativesInEverySpace() {
        List<Dimension> dimensions = Dimensions.ofEveryKind();
        List<double[]> points = Dimensions.points(dimensions, 18, 5);
        double[] values = Dimensions.values(points);
        List<Boolean> good = points.stream().map(point -> point[0] < 0.7).toList();
        Evidence evidence = new Evidence(dimensions, points, values);
        Gradients.require(evidence, new double[] {-0.5, -1, 0.3, 0.1, 0.2, -4});
        Gradients.require(
                new FeasibilityEvidence(dimensions, points, good),
                new double[] {-0.5, -1, 0.3, 0.1, 1.2});
        Beliefs beliefs = Fit.regression(dimensions, points, values, Optional.empty());
        Beliefs feasible = Classification.fit(dimensions, points, good, Optional.empty());
        Acquisition acquisition =
                new Acquisition(
                        Regression.of(dimensions, beliefs, points, values)
                                .awaiting(Dimensions.points(dimensions, 2, 6), 7),
                        Optional.of(Classification.of(dimensions, feasible, points, good)));
        double[] here = {0.33, 0.77, 1, 0.5};

        Gradients.require(
                (continuous, gradient) -> {
                    double[] point = {continuous[0], continuous[1], here[2], here[3]};
                    double[] all = new double[point.length];
                    double value = acquisition.at(point, all);
                    System.arraycopy(all, 0, gradient, 0, gradient.length);
                    return value;
                },
                new double[] {here[0], here[1]});
        assertThat(acquisition.at(List.of(here))[0])
                .isEqualTo(acquisition.at(here, new double[4]), within(1e-9));
    }

    /** Otherwise a worker that goes on after a crash could choose other points. */
    @Test
    void aProcessThatGrowsHasTheSameBitsAsOneMadeAtOnce() {
        List<Dimension> dimensions = Dimensions.ofEveryKind();
        List<double[]> points = Dimensions.points(dimensions, 40, 1);
        double[] values = Dimensions.values(points);
        Beliefs beliefs = new Beliefs(List.of(0.4, 0.7, 1.1, 0.9), 1.3, 1e-4, 30, false);
        Regression grown =
                Regression.of(
                        dimensions, beliefs, points.subList(0, 30), Arrays.copyOf(values, 30));
        List<double[]> other = new ArrayList<>(points.subList(0, 25));
        other.addAll(points.subList(26, 40));
        double[] otherValues = Dimensions.values(other);

        assertThat(grown.like(beliefs, points, values).at(points.get(3)))
                .isEqualTo(Regression.of(dimensions, beliefs, points, values).at(points.get(3)));
        assertThat(grown.like(beliefs, other, otherValues).at(points.get(3)))
                .isEqualTo(
                        Regression.of(dimensions, beliefs, other, otherValues).at(points.get(3)));
    }

    @Test
    void whatIsAwaitedLowersTheDeviationAndLeavesTheMean() {
        Regression process = regression();
        Regression awaiting = process.awaiting(List.of(ELSEWHERE), 1);
        double[] near = {0.32, 0.62};

        assertThat(awaiting.at(near).mean()).isEqualTo(process.at(near).mean(), within(1e-3));
        assertThat(awaiting.variance(Regression.dot(awaiting.half(near), awaiting.half(near))))
                .isLessThan(0.2 * Math.pow(process.at(near).deviation(), 2));
    }

    /** What is expected of points without a value would draw one search after another there. */
    @Test
    void wherePointsFailedNoGainIsExpectedAndElsewhereLittleChanges() {
        Regression process = regression();
        double[] promising = {0.05, 0.1};
        double[] dull = {0.9, 0.9};
        Regression gains = process.withoutGainAt(List.of(promising, dull));

        assertThat(process.at(promising).mean()).isLessThan(process.lowest(0));
        assertThat(gains.at(promising).mean()).isEqualTo(process.lowest(0), within(0.02));
        assertThat(gains.at(promising).deviation()).isLessThan(0.15);
        assertThat(gains.at(dull).mean()).isEqualTo(process.at(dull).mean(), within(0.02));
        assertThat(gains.at(new double[] {0.7, 0.3}).mean())
                .isEqualTo(process.at(new double[] {0.7, 0.3}).mean(), within(0.01));
    }

    @Test
    void aFitFindsWhichDimensionsMatter() {
        List<Dimension> dimensions = Dimensions.continuous(3);
        List<double[]> points = Dimensions.points(dimensions, 40, 2);
        double[] values =
                Dimensions.standardized(
                        points.stream().mapToDouble(p -> Math.sin(6 * p[0]) + p[1]).toArray());

        Beliefs beliefs = Fit.regression(dimensions, points, values, Optional.empty());

        assertThat(beliefs.degenerate()).isFalse();
        assertThat(beliefs.lengthScales().get(0)).isLessThan(beliefs.lengthScales().get(1));
        assertThat(beliefs.lengthScales().get(1)).isLessThan(beliefs.lengthScales().get(2));
        assertThat(beliefs.noise()).isLessThan(1e-3);
    }

    @Test
    void noiseIsEstimated() {
        List<Dimension> dimensions = Dimensions.continuous(1);
        List<double[]> points = Dimensions.points(dimensions, 80, 3);
        SplittableRandom random = new SplittableRandom(4);
        double[] values =
                points.stream().mapToDouble(p -> 2 * p[0] + 0.3 * random.nextGaussian()).toArray();
        double variance = 4.0 / 12 + 0.09;

        Beliefs beliefs =
                Fit.regression(
                        dimensions, points, Dimensions.standardized(values), Optional.empty());

        assertThat(beliefs.noise() * variance).isBetween(0.05, 0.15);
    }

    @Test
    void aFitToNothingButNoiseIsNoBetterThanTheMeanAndIsKnownToBe() {
        List<Dimension> dimensions = Dimensions.continuous(2);
        SplittableRandom random = new SplittableRandom(8);
        int helpful = 0;
        for (int study = 0; study < 10; study++) {
            List<double[]> points = Dimensions.points(dimensions, 15, 100 + study);
            double[] values =
                    Dimensions.standardized(
                            IntStream.range(0, 15)
                                    .mapToDouble(i -> random.nextGaussian())
                                    .toArray());
            Beliefs beliefs = Fit.regression(dimensions, points, values, Optional.empty());
            Prediction center =
                    Regression.of(dimensions, beliefs, points, values).at(new double[] {0.5, 0.5});
            helpful += Math.abs(center.mean()) > 2 ? 1 : 0;
        }

        assertThat(helpful).isZero();
    }

    @Test
    void aModelIsFittedAgainWhenTrialsGrewByATenth() {
        assertThat(new Beliefs(List.of(1.0), 1, 1, 200, false).suffice(219)).isTrue();
        assertThat(new Beliefs(List.of(1.0), 1, 1, 200, false).suffice(220)).isFalse();
        assertThat(new Beliefs(List.of(1.0), 1, 1, 20, false).suffice(21)).isFalse();
        assertThat(new Beliefs(List.of(1.0), 1, 1, 20, false).suffice(20)).isTrue();
        assertThat(new Beliefs(List.of(1.0), 1, 1, 20, false).suffice(19)).isFalse();
    }
}
