package etude.tuner.probe;

import etude.trainer.timing.MemoryUse;
import etude.trainer.timing.Timing;

/** What came of one batch size. */
public sealed interface SizeResult {
    int batchSize();

    /**
     * It fits, and was timed.
     *
     * @param processes that timed it; the result is that of the fastest
     */
    record Measured(int batchSize, Timing timing, MemoryUse memory, int processes)
            implements SizeResult {
        private static final double STALLS = 1.5;

        /** Examples per second at the median time of a step. */
        public double throughput() {
            return batchSize / timing.seconds().median();
        }

        /** The better of two measurements of this size. */
        Measured or(Measured other) {
            Measured faster = throughput() >= other.throughput() ? this : other;
            return new Measured(
                    batchSize, faster.timing, faster.memory, processes + other.processes);
        }

        /** The same after another process that brought nothing. */
        Measured measuredAgain() {
            return new Measured(batchSize, timing, memory, processes + 1);
        }

        /** Whether some steps take far longer than most: their mean is far above their median. */
        boolean stalls() {
            return timing.meanSeconds() > STALLS * timing.seconds().median();
        }

        /** Lower end of the 90 % interval of {@link #throughput}. */
        public double lowThroughput() {
            return batchSize / timing.seconds().high();
        }

        /** Upper end of the 90 % interval of {@link #throughput}. */
        public double highThroughput() {
            return batchSize / timing.seconds().low();
        }
    }

    /**
     * It does not work.
     *
     * @param detail in the words of whoever noticed
     */
    record Failed(int batchSize, Failure failure, String detail) implements SizeResult {}

    /** Why a size does not work. */
    enum Failure {
        /** It does not fit. */
        OUT_OF_MEMORY("does not fit"),
        /** It fits, but one batch of evaluation does not fit beside it. */
        EVALUATION_OUT_OF_MEMORY("evaluation does not fit"),
        /** The process died in another way. */
        CRASHED("crashed"),
        /** The config forbids it. */
        REFUSED("not allowed"),
        /** No result in the time there was. */
        TOO_SLOW("too slow");

        private final String words;

        Failure(String words) {
            this.words = words;
        }

        /** For a table. */
        public String words() {
            return words;
        }

        boolean memory() {
            return this == OUT_OF_MEMORY || this == EVALUATION_OUT_OF_MEMORY;
        }
    }
}
