package etude.tuner.cli;

import etude.trainer.config.RunConfig;
import etude.tuner.process.ChildDevice;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.StudyListener;
import etude.tuner.study.Supervisor;
import etude.tuner.study.SupervisorOptions;
import etude.tuner.study.TrialsHere;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/**
 * Trains in the test's own JVM, one trial after the other, and times nothing.
 *
 * @param stop asked before every step of every trial
 */
record ThisJvm(BooleanSupplier stop) implements Computing {
    static ThisJvm undisturbed() {
        return new ThisJvm(() -> false);
    }

    @Override
    public Supervisor.End train(
            OpenStudy study,
            SupervisorOptions options,
            StudyListener listener,
            BooleanSupplier signal) {
        try {
            return TrialsHere.train(study, options.devices().get(0), options.command(), stop);
        } finally {
            listener.finished();
        }
    }

    @Override
    public OptionalDouble secondsPerStep(
            RunConfig config, ChildDevice device, Path logs, BooleanSupplier signal) {
        return OptionalDouble.empty();
    }
}
