package etude.trainer.run;

import etude.datasets.ExampleSpec;
import etude.trainer.config.RunConfig;
import java.util.Optional;

/**
 * What a checkpoint reaches on all examples of a split.
 *
 * @param config of its run
 * @param step of the checkpoint
 * @param spec of the examples
 * @param trainExamples that its run trained on
 * @param data fingerprint of the training and validation examples, in words
 * @param testData that of the test examples, where there are any
 */
public record MeasuredRun(
        RunConfig config,
        long step,
        ExampleSpec spec,
        int trainExamples,
        String data,
        Optional<String> testData,
        MeasuredSplit split) {}
