package etude.tuner.probe;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.files.Json;
import etude.trainer.files.JsonObject;
import etude.trainer.timing.MemoryUse;
import etude.trainer.timing.TimedOutcome;
import etude.trainer.timing.Timing;
import etude.tuner.text.ByteSize;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What came of one batch size, from the process that tried it to the files of the probe. */
sealed interface SizeResult extends ChildAnswer {
    int batchSize();

    /**
     * It fits, and was timed.
     *
     * @param processes that timed it, or groups of ranks; the result is that of the fastest
     * @param sumSeconds of one sum of the gradient over the ranks, which is part of a step; 0 of
     *     one rank
     */
    record Measured(
            int batchSize, Timing timing, MemoryUse memory, int processes, double sumSeconds)
            implements SizeResult {
        private static final String STATE = "MEASURED";
        private static final double STALLS = 1.5;

        @Override
        public String state() {
            return STATE;
        }

        /** Of one rank there is nothing to say of a sum, as in files of earlier versions. */
        @Override
        public Map<String, Object> result() {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("batch_size", batchSize);
            result.put("timing", timing);
            result.put("memory", memory);
            result.put("processes", processes);
            if (sumSeconds > 0) {
                result.put("sum_seconds", sumSeconds);
            }
            return result;
        }

        private static Measured of(JsonNode result) throws IOException {
            JsonObject fields = new JsonObject(result);
            return new Measured(
                    fields.count("batch_size"),
                    Json.value(fields.object("timing").json(), Timing.class),
                    Json.value(fields.object("memory").json(), MemoryUse.class),
                    fields.count("processes"),
                    fields.optionalNumber("sum_seconds").orElse(0));
        }

        /** Examples per second at the median time of a step. */
        double throughput() {
            return batchSize / timing.seconds().median();
        }

        /** Lower end of the 90 % interval of {@link #throughput}. */
        double lowThroughput() {
            return batchSize / timing.seconds().high();
        }

        /** Upper end of the 90 % interval of {@link #throughput}. */
        double highThroughput() {
            return batchSize / timing.seconds().low();
        }

        /** Whether some steps take far longer than most: their mean is far above their median. */
        boolean stalls() {
            return timing.meanSeconds() > STALLS * timing.seconds().median();
        }

        /** The faster of two measurements; a failure in another process is no faster one. */
        Measured or(SizeResult other) {
            if (!(other instanceof Measured again)) {
                return new Measured(batchSize, timing, memory, processes + 1, sumSeconds);
            }
            Measured faster = throughput() >= again.throughput() ? this : again;
            return new Measured(
                    batchSize,
                    faster.timing,
                    faster.memory,
                    processes + again.processes,
                    faster.sumSeconds);
        }
    }

    /**
     * It does not work.
     *
     * @param detail in the words of whoever noticed
     */
    record Failed(int batchSize, Failure failure, String detail) implements SizeResult {
        private static final Pattern ASKED = Pattern.compile("tried to allocate (\\d+) bytes");

        /** In the engine's words, but without the line of its source. */
        static Failed memory(int batchSize, Failure failure, String detail) {
            Matcher asked = ASKED.matcher(detail);
            return new Failed(
                    batchSize,
                    failure,
                    asked.find()
                            ? ByteSize.text(Long.parseLong(asked.group(1)))
                                    + " of memory more were refused"
                            : detail);
        }

        @Override
        public String state() {
            return failure.name();
        }
    }

    /** Why a size does not work; the names stand in files. */
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
        String words() {
            return words;
        }

        boolean memory() {
            return this == OUT_OF_MEMORY || this == EVALUATION_OUT_OF_MEMORY;
        }
    }

    /** What timing a size means for it. */
    static SizeResult of(ProbeMode mode, int batchSize, TimedOutcome outcome) {
        if (outcome instanceof TimedOutcome.Measured measured) {
            return new Measured(
                    batchSize,
                    measured.timing(),
                    measured.memory(),
                    1,
                    measured.sumSeconds().orElse(0));
        }
        TimedOutcome.OutOfMemory memory = (TimedOutcome.OutOfMemory) outcome;
        return Failed.memory(
                batchSize,
                memory.memory().setting().equals(mode.setting())
                        ? Failure.OUT_OF_MEMORY
                        : Failure.EVALUATION_OUT_OF_MEMORY,
                memory.memory().detail());
    }

    /**
     * Reads what {@link #json} gave.
     *
     * @throws IOException when it is something else
     */
    static SizeResult read(JsonNode json) throws IOException {
        JsonNode result = json.path("result");
        return json.path("state").asText().equals(Measured.STATE)
                ? Measured.of(result)
                : Json.value(result, Failed.class);
    }
}
