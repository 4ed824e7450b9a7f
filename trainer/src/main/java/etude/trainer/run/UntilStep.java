package etude.trainer.run;

import java.util.List;
import java.util.Map;

/** Passes on what a run tells, and knows when it has done so many updates. */
final class UntilStep implements Progress {
    private final Progress watcher;
    private final long lastStep;
    private long step;

    UntilStep(Progress watcher, long lastStep) {
        this.watcher = watcher;
        this.lastStep = lastStep;
    }

    boolean reached() {
        return step >= lastStep;
    }

    @Override
    public void measures(List<String> metrics) {
        watcher.measures(metrics);
    }

    @Override
    public void started(String runName, long firstStep, long last) {
        step = firstStep;
        watcher.started(runName, firstStep, Math.min(last, lastStep));
    }

    @Override
    public void stepped(long done) {
        step = done;
        watcher.stepped(done);
    }

    @Override
    public void measured(long done, Map<String, Double> metrics) {
        watcher.measured(done, metrics);
    }

    @Override
    public void note(String sentence) {
        watcher.note(sentence);
    }

    @Override
    public void finished() {
        watcher.finished();
    }
}
