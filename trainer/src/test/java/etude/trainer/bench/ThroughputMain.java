package etude.trainer.bench;

import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import etude.trainer.engine.Devices;
import etude.trainer.engine.TestDevice;
import etude.trainer.loop.RepeatedStep;
import etude.trainer.run.RunOptions;
import etude.trainer.run.TrainingRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The Java contestants: Etude by a whole run, Etude's update alone on one batch, and DJL's
 * EasyTrain.
 *
 * <p>Arguments: {@code etude|easytrain whole|step WORKLOAD.yaml THREADS RUN_DIRECTORY}; EasyTrain
 * knows {@code whole} only. The device is that of the tests.
 */
final class ThroughputMain {
    private ThroughputMain() {}

    public static void main(String[] arguments) {
        RunConfig config =
                ConfigLoader.load(Path.of(arguments[2]), List.of("threads=" + arguments[3]));
        Bursts bursts = new Bursts();
        Devices.configure(config.threads().orAll(), config.precision(), config.deterministic());
        if (arguments[0].equals("easytrain")) {
            EasyTrainContestant.serve(config, bursts);
        } else if (arguments[1].equals("whole")) {
            run(config, Path.of(arguments[4]), bursts);
        } else {
            try (RepeatedStep step = RepeatedStep.of(config)) {
                bursts.serve(step::run);
            }
        }
    }

    private static void run(RunConfig config, Path directory, Bursts bursts) {
        RunOptions options =
                new RunOptions(
                        directory,
                        TestDevice.name(),
                        false,
                        List.of("throughput"),
                        Optional.empty());
        try {
            TrainingRun.execute(config, options, new BurstProgress(bursts));
        } catch (BurstProgress.NoMoreBursts over) {
            // How such a run ends.
        }
    }
}
