package etude.tuner.progress;

import etude.trainer.run.Progress;
import java.util.Map;

/** Shows nothing, where another process shows the same. */
public record SilentProgress() implements Progress {
    @Override
    public void started(String runName, long firstStep, long lastStep) {}

    @Override
    public void stepped(long step) {}

    @Override
    public void measured(long step, Map<String, Double> metrics) {}

    @Override
    public void note(String sentence) {}

    @Override
    public void finished() {}
}
