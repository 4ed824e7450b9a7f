package etude.trainer.run;

import etude.trainer.config.Duration;
import etude.trainer.config.Durations;
import etude.trainer.config.RunConfig;
import java.util.OptionalLong;

/**
 * The durations of a run in steps, where nobody knows how many training examples it had. Each
 * duration grows with that number, so a known length of the run leaves a range of numbers, and what
 * is the same at both of its ends is certain. In particular, where the length depends on the number
 * at all, warmup and the rest of it are: they grow with it too, and their sum is the same.
 */
final class InferredSteps {
    private final RunConfig config;
    private final long fewest;
    private final long most;

    /**
     * @param total updates of the run, warmup included, if known
     */
    InferredSteps(RunConfig config, OptionalLong total) {
        this.config = config;
        long least = 1;
        long largest = Integer.MAX_VALUE;
        if (total.isPresent()) {
            least = firstWithMoreThan(total.getAsLong() - 1);
            largest = firstWithMoreThan(total.getAsLong()) - 1;
        }
        boolean possible = least <= largest;
        fewest = possible ? least : 1;
        most = possible ? largest : Integer.MAX_VALUE;
    }

    /** The least number of training examples with which the run is longer than so many steps. */
    private long firstWithMoreThan(long steps) {
        long low = 1;
        long high = Integer.MAX_VALUE + 1L;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (total(middle) > steps) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private double total(long examples) {
        return (double) steps(config.schedule().warmupSteps(), examples)
                + steps(config.maxTrainSteps(), examples);
    }

    private long steps(Duration duration, long examples) {
        int batchSize = config.batchSize();
        long max = Durations.steps(config.maxTrainSteps(), batchSize, examples, 0);
        return Durations.steps(duration, batchSize, examples, max);
    }

    RunFacts.Steps all() {
        return new RunFacts.Steps(
                certain(config.schedule().warmupSteps(), 0),
                certain(config.maxTrainSteps(), 1),
                certain(config.logging().every(), 1),
                certain(config.evaluation().every(), 1),
                certain(config.checkpoints().every(), 1));
    }

    private OptionalLong certain(Duration duration, long least) {
        long steps = steps(duration, fewest);
        return steps == steps(duration, most)
                ? OptionalLong.of(Math.max(least, steps))
                : OptionalLong.empty();
    }
}
