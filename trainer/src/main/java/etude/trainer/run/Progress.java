package etude.trainer.run;

import java.util.List;
import java.util.Map;

/**
 * What a run tells whoever watches it. Called on the loop's thread, so implementations must be
 * quick.
 */
public interface Progress {
    /**
     * Which metrics the run will measure and can be ranked by; before anything is trained.
     *
     * @throws UnusableRunException when that is not what the caller needs
     */
    default void measures(List<String> metrics) {}

    /**
     * Training is about to do steps {@code firstStep} to {@code lastStep - 1}; {@code firstStep >
     * 0} means resumed.
     */
    void started(String runName, long firstStep, long lastStep);

    /** {@code step} updates are done. Called after every step. */
    void stepped(long step);

    /**
     * New measurements after {@code step} updates, by contract name: {@code train/loss}, {@code
     * validation/error_rate}.
     */
    void measured(long step, Map<String, Double> metrics);

    /** One sentence worth reading: a warning or advice. */
    void note(String sentence);

    /** Training has ended, for whatever reason. */
    void finished();
}
