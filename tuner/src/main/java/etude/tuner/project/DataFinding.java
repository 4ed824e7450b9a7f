package etude.tuner.project;

import etude.tuner.analysis.verdict.Answer;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a short run on the incumbent's data says of them.
 *
 * @param run its directory
 * @param ended whether it has
 * @param batchSize of the run
 * @param secondsPerStep of the run; empty where that was not measured, or the run was of another
 *     model or optimizer than the incumbent's
 * @param waitPerStep seconds for which a step of the run waits for data; empty where that was not
 *     measured
 * @param chance what the best constant prediction reaches in the project's metric
 * @param testExamples held out for the end; empty where that is not known
 * @param overlap whether validation and training examples are apart
 * @param input whether training waits for data
 */
public record DataFinding(
        String run,
        boolean ended,
        OptionalInt trainExamples,
        int batchSize,
        OptionalDouble secondsPerStep,
        OptionalDouble waitPerStep,
        OptionalDouble chance,
        OptionalInt testExamples,
        Answer overlap,
        Answer input) {}
