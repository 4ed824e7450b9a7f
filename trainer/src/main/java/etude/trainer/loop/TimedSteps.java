package etude.trainer.loop;

import etude.datasets.Batch;
import etude.datasets.pipeline.InputPipeline;
import etude.trainer.optimizer.StepLog;

/**
 * Real updates in blocks. A block is what {@link TrainLoop} does between two readings of the
 * device, so that its time is that of training: batches upload and kernels queue as they do there.
 * The learning rate is 0, which takes the same work, and cannot diverge where the config's rate is
 * meant for another batch size.
 */
public final class TimedSteps implements AutoCloseable {
    private final InputPipeline pipeline;
    private final TrainStep update;
    private final StepLog log;
    private long step;

    TimedSteps(InputPipeline pipeline, TrainStep update, StepLog log) {
        this.pipeline = pipeline;
        this.update = update;
        this.log = log;
    }

    /** Performs some updates and waits for the device. */
    public void run(int steps) {
        for (int i = 0; i < steps; i++) {
            Batch batch = pipeline.next(); // the CPU waits for data here
            update.run(batch, step, 0);
            pipeline.recycle(batch);
            step++;
            if (log.full()) {
                log.read();
            }
        }
        log.read(); // the CPU waits for the device here
    }

    /** Time the updates have waited for data so far. */
    public long waitedNanoseconds() {
        return pipeline.waitedNanoseconds();
    }

    @Override
    public void close() {
        pipeline.close();
        update.close();
    }
}
