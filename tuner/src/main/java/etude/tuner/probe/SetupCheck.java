package etude.tuner.probe;

import etude.datasets.EtudeException;
import etude.trainer.config.ConfigException;
import etude.trainer.timing.Setup;
import etude.trainer.timing.TimingRules;
import etude.tuner.probe.SizeResult.Failed;
import etude.tuner.probe.SizeResult.Failure;
import etude.tuner.process.MemoryLimit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Builds the config once before any size is tried, so that its own mistakes are said once. */
final class SetupCheck {
    private static final Path GPU_DRIVER = Path.of("/dev/nvidiactl");
    private static final TimingRules NONE = new TimingRules(1, 1);

    private SetupCheck() {}

    /** Whether a device name means the CPU, as far as can be told without the engine. */
    static boolean surelyCpu(String device) {
        return device.equalsIgnoreCase("cpu")
                || (device.equalsIgnoreCase("auto") && !Files.exists(GPU_DRIVER));
    }

    /** What came of it. */
    sealed interface Result {
        /** It builds. */
        record Built(Setup setup) implements Result {}

        /** The model alone does not fit. */
        record DoesNotFit(String detail) implements Result {}

        /** The probe was stopped meanwhile. */
        record Stopped() implements Result {}
    }

    /**
     * Builds the config in a child.
     *
     * @param limit for the child, where it runs on the CPU
     * @throws ConfigException when the config is wrong
     * @throws EtudeException when its data are, or building fails in another way
     */
    static Result run(
            Children children,
            String device,
            String config,
            Optional<MemoryLimit> limit,
            Duration patience) {
        Children.End end =
                children.run(
                        "setup",
                        new ChildRequest(ChildRequest.Task.SETUP, device, config, NONE),
                        limit,
                        patience);
        if (end instanceof Children.End.Stopped) {
            return new Result.Stopped();
        }
        if (end instanceof Children.End.Answered answered) {
            return of(answered.answer());
        }
        if (end instanceof Children.End.Died died) {
            Failed failed = Verdict.died(0, died);
            if (failed.failure() == Failure.OUT_OF_MEMORY) {
                return new Result.DoesNotFit(failed.detail());
            }
            throw new EtudeException("the config does not build: " + failed.detail());
        }
        throw new EtudeException(
                "the config does not build in %d minutes; look at its data set"
                        .formatted(patience.toMinutes()));
    }

    private static Result of(ChildAnswer answer) {
        if (answer instanceof ChildAnswer.Built built) {
            return new Result.Built(built.setup());
        }
        if (answer instanceof ChildAnswer.Refused refused) {
            if (refused.config()) {
                throw new ConfigException(refused.problems());
            }
            throw new EtudeException(String.join("\n", refused.problems()));
        }
        if (answer instanceof ChildAnswer.OutOfMemory memory) {
            return new Result.DoesNotFit(memory.detail());
        }
        throw new IllegalStateException("a setup was asked for, not a size");
    }
}
