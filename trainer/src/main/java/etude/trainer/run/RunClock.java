package etude.trainer.run;

import java.util.Map;

/** Seconds spent on a run over all its attempts, evaluation and checkpoints included. */
final class RunClock {
    private static final String SECONDS = "seconds";

    private final double before;
    private final long started = System.nanoTime();

    private RunClock(double before) {
        this.before = before;
    }

    /** Continues from the facts of the checkpoint that is resumed from, if any. */
    static RunClock from(Map<String, String> facts) {
        return new RunClock(Double.parseDouble(facts.getOrDefault(SECONDS, "0")));
    }

    double seconds() {
        return before + (System.nanoTime() - started) / 1e9;
    }

    /** What the next checkpoint must remember. */
    Map<String, String> facts() {
        return Map.of(SECONDS, Double.toString(seconds()));
    }
}
