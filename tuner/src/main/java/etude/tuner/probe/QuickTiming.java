package etude.tuner.probe;

import etude.datasets.EtudeException;
import etude.trainer.config.ConfigWriter;
import etude.trainer.config.RunConfig;
import etude.trainer.timing.TimingRules;
import etude.tuner.process.ChildDevice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/** Times a few steps of one config in a process of its own, for an estimate before longer work. */
public final class QuickTiming {
    /** An estimate may be 10 % wrong. */
    private static final TimingRules RULES = new TimingRules(0.1, 0.5, 0);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private QuickTiming() {}

    /**
     * The median time of a step.
     *
     * @param logs where the process's files are while it lives
     * @param stop ends it
     * @return empty when it was stopped
     * @throws EtudeException when the config does not fit its data, the device or its memory
     */
    public static OptionalDouble secondsPerStep(
            RunConfig config, ChildDevice device, Path logs, BooleanSupplier stop) {
        ProbeChild.Request request =
                new ProbeChild.Request(
                        Optional.of(ProbeMode.TRAINING),
                        config.batchSize(),
                        device.inChild(),
                        ConfigWriter.toYaml(config),
                        RULES,
                        OptionalLong.empty());
        Optional<ChildAnswer> answer =
                new Children(logs, List.of(device), stop)
                        .run("timing", request, Optional.empty(), PATIENCE);
        return answer.map(QuickTiming::seconds).orElse(OptionalDouble.empty());
    }

    private static OptionalDouble seconds(ChildAnswer answer) {
        if (answer instanceof SizeResult.Measured measured) {
            return OptionalDouble.of(measured.timing().seconds().median());
        }
        if (answer instanceof ChildAnswer.Mistakes mistakes) {
            throw mistakes.exception();
        }
        SizeResult.Failed failed = (SizeResult.Failed) answer;
        throw new EtudeException(
                "batch_size %d %s (%s)"
                        .formatted(failed.batchSize(), failed.failure().words(), failed.detail()));
    }
}
