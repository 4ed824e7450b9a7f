package etude.tuner.study;

import etude.trainer.config.RunConfig;
import etude.trainer.engine.ProcessorType;
import etude.tuner.store.StudyDefinition;
import java.util.Map;
import java.util.Optional;

/**
 * What each trial of a study computes with on a CPU. Both change the last bits of its numbers, so
 * they are fixed when the study begins, as facts of its definition.
 *
 * @param threads of each trial
 * @param kernels those for this type of processor
 */
public record TrialProcessor(int threads, ProcessorType kernels) {
    private static final String THREADS = "threads";
    private static final String KERNELS = "kernels";

    /** Trials are what runs at once; their number of threads must not follow that of workers. */
    private static final int DEFAULT_THREADS = 1;

    /** For a study that begins here with this base config. */
    public static TrialProcessor of(RunConfig base) {
        return new TrialProcessor(
                base.threads().count().orElse(DEFAULT_THREADS), base.kernels().orThis());
    }

    /**
     * That of a study which has begun; those of earlier versions had the kernels of the machine
     * that each trial ran on.
     */
    static TrialProcessor of(StudyDefinition definition) {
        Map<String, String> facts = definition.facts();
        return new TrialProcessor(
                Optional.ofNullable(facts.get(THREADS))
                        .map(Integer::parseInt)
                        .orElse(DEFAULT_THREADS),
                Optional.ofNullable(facts.get(KERNELS))
                        .flatMap(ProcessorType::named)
                        .orElseGet(ProcessorType::ofThisMachine));
    }

    Map<String, String> facts() {
        return Map.of(THREADS, Integer.toString(threads), KERNELS, kernels.toString());
    }
}
