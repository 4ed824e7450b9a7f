package etude.tuner.cli;

import etude.trainer.config.RunConfig;
import etude.tuner.probe.QuickTiming;
import etude.tuner.process.ChildDevice;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.StudyListener;
import etude.tuner.study.Supervisor;
import etude.tuner.study.SupervisorOptions;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/** Where the trials of studies are trained and steps are timed. */
interface Computing {
    /**
     * Trains all that is open of a study.
     *
     * @param stop whether to stop, asked many times a second
     */
    Supervisor.End train(
            OpenStudy study,
            SupervisorOptions options,
            StudyListener listener,
            BooleanSupplier stop);

    /**
     * The median time of a step.
     *
     * @param logs where files are while it is measured
     * @return empty when it was stopped
     */
    OptionalDouble secondsPerStep(
            RunConfig config, ChildDevice device, Path logs, BooleanSupplier stop);

    /** In processes of their own, so that one that dies takes nothing along. */
    record Processes() implements Computing {
        @Override
        public Supervisor.End train(
                OpenStudy study,
                SupervisorOptions options,
                StudyListener listener,
                BooleanSupplier stop) {
            return new Supervisor(study, options, listener, stop).run();
        }

        @Override
        public OptionalDouble secondsPerStep(
                RunConfig config, ChildDevice device, Path logs, BooleanSupplier stop) {
            return QuickTiming.secondsPerStep(config, device, logs, stop);
        }
    }
}
