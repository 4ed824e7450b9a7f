package etude.tuner.analysis.headline;

import etude.tuner.analysis.result.Curve;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.Wording;
import etude.tuner.analysis.statistics.Noise;
import etude.tuner.analysis.statistics.SamplingError;
import etude.tuner.record.StudyRecord;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How far a measured value may lie from that which more validation examples, or another step, would
 * have given. What other seeds would give is not in it.
 *
 * @param error one standard error; empty where nothing tells
 * @param source what it was computed from
 */
record MeasurementNoise(OptionalDouble error, String source) {
    /** Two-sided 95 % of a normal distribution. */
    private static final double STANDARD_ERRORS = 1.96;

    /** Fewer evaluations do not tell how much they jump. */
    private static final int FEWEST = 5;

    /**
     * Of a rate, from the number of examples (binomial); else from how much the evaluations of the
     * second half of training jump.
     */
    static MeasurementNoise of(StudyRecord study, FeasibleTrial result) {
        OptionalLong examples = study.countedExamples();
        if (Wording.of(study).rate() && examples.isPresent()) {
            return ofRate(Math.abs(result.cost()), examples.getAsLong());
        }
        Curve late = result.costs().after(result.totalSteps() / 2.0);
        return late.size() < FEWEST
                ? new MeasurementNoise(OptionalDouble.empty(), "")
                : new MeasurementNoise(
                        OptionalDouble.of(Noise.deviation(late.values())),
                        "from one evaluation to the next");
    }

    /** A rate of 0 or 1 is as uncertain as one example tells. */
    private static MeasurementNoise ofRate(double rate, long examples) {
        double least = Math.min(1.0 / examples, 0.5);
        double inside = Math.max(least, Math.min(1 - least, rate));
        return new MeasurementNoise(
                OptionalDouble.of(SamplingError.ofRate(inside, examples)),
                "%d validation examples".formatted(examples));
    }

    /** {@code +-0.75 points (95 %, 2000 validation examples)}, or nothing where nothing tells. */
    String around(Wording wording) {
        return error.isPresent()
                ? " +-%s (95 %%, %s)"
                        .formatted(
                                wording.difference(STANDARD_ERRORS * error.getAsDouble()), source)
                : "";
    }
}
