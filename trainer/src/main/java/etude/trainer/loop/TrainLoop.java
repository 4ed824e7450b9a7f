package etude.trainer.loop;

import etude.datasets.Batch;
import etude.datasets.pipeline.InputPipeline;
import etude.trainer.distributed.Ranks;
import etude.trainer.optimizer.StepLog;
import etude.trainer.schedule.Schedule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * The training loop, top to bottom: data, learning rate, update, then what is due after the update
 * in this order: read the device, log, evaluate, checkpoint, stop. {@code step} counts updates
 * done; update number k sees step k before it. With several ranks each of them goes through it, and
 * what is decided in it is decided together.
 */
public final class TrainLoop {
    private final InputPipeline pipeline;
    private final TrainStep update;
    private final Schedule schedule;
    private final StepLog log;
    private final Cadences cadences;
    private final IntervalMeter meter;
    private final Evaluations evaluations;
    private final TrainingState state;
    private final Recorder recorder;
    private final BooleanSupplier stopRequested;
    private final Ranks ranks;

    /** When the loop logs, evaluates and saves. */
    public record Cadences(Cadence log, Cadence evaluate, Cadence checkpoint) {}

    TrainLoop(
            InputPipeline pipeline,
            TrainStep update,
            Schedule schedule,
            StepLog log,
            Cadences cadences,
            IntervalMeter meter,
            Evaluations evaluations,
            TrainingState state,
            Recorder recorder,
            BooleanSupplier stopRequested,
            Ranks ranks) {
        this.pipeline = pipeline;
        this.update = update;
        this.schedule = schedule;
        this.log = log;
        this.cadences = cadences;
        this.meter = meter;
        this.evaluations = evaluations;
        this.state = state;
        this.recorder = recorder;
        this.stopRequested = stopRequested;
        this.ranks = ranks;
    }

    /** Where the loop ended, and the update that diverged if one did. */
    public record End(long step, OptionalLong diverged) {}

    /**
     * Does the updates from {@code firstStep} to the end of the schedule, or until asked to stop.
     */
    public End run(long firstStep) {
        long step = firstStep;
        boolean stop = false;
        while (step < schedule.totalSteps() && !stop) {
            long started = System.nanoTime();
            long waited = pipeline.waitedNanoseconds();
            Batch batch = pipeline.next(); // the CPU waits for data here
            update.run(batch, step, schedule.at(step));
            pipeline.recycle(batch);
            step++;
            recorder.stepped(step);
            stop = ranks.agree(stopRequested.getAsBoolean()); // the CPU waits for other ranks here
            meter.timed(System.nanoTime() - started, pipeline.waitedNanoseconds() - waited);

            boolean save = cadences.checkpoint().due(step) || stop;
            if (log.full()
                    || stop
                    || cadences.log().due(step)
                    || cadences.evaluate().due(step)
                    || save) {
                OptionalLong diverged = drain();
                if (diverged.isPresent()) {
                    return new End(diverged.getAsLong() + 1, diverged);
                }
            }
            Map<String, Double> measured = new LinkedHashMap<>();
            if (cadences.log().due(step)) {
                measured.putAll(meter.take(schedule.at(step - 1), ranks));
            }
            boolean finite = true;
            if (cadences.evaluate().due(step)) {
                Map<String, Double> evaluated = evaluations.run(step, recorder);
                finite = !ranks.agree(!Evaluations.isFinite(evaluated));
                measured.putAll(evaluated);
            }
            recorder.measured(step, measured);
            if (!finite) { // no checkpoint: what is evaluated is what would be saved
                return new End(step, OptionalLong.of(step));
            }
            if (save) {
                recorder.checkpoint(step, measured, state);
            }
        }
        return new End(step, OptionalLong.empty());
    }

    /**
     * Takes every step's loss and gradient norm from the device. The CPU waits for the device here.
     */
    private OptionalLong drain() {
        long started = System.nanoTime();
        StepLog.Entries entries = ranks.awaiting(log::read);
        meter.timedDevice(System.nanoTime() - started);
        meter.add(entries);
        recorder.steps(entries);
        return entries.diverged();
    }
}
