package etude.trainer.bench;

import etude.trainer.run.Progress;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Holds a real run up between bursts. Step 1 is part of none, so that what a run does before its
 * loop is not either; whatever is due after a burst's last step counts in the next burst.
 */
final class BurstProgress implements Progress {
    private final Bursts bursts;
    private long remaining;

    BurstProgress(Bursts bursts) {
        this.bursts = bursts;
    }

    /** Ends a run that would go on for ever. */
    static final class NoMoreBursts extends RuntimeException {
        NoMoreBursts() {
            super("the benchmark is over");
        }
    }

    @Override
    public void stepped(long step) {
        if (step > 1) {
            remaining--;
            if (remaining > 0) {
                return;
            }
            bursts.finished();
        }
        OptionalLong next = bursts.await();
        remaining = next.orElseThrow(NoMoreBursts::new);
    }

    @Override
    public void started(String runName, long firstStep, long lastStep) {}

    @Override
    public void measured(long step, Map<String, Double> metrics) {}

    @Override
    public void note(String sentence) {
        System.err.println(sentence);
    }

    @Override
    public void finished() {}
}
