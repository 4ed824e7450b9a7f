package etude.tuner.probe;

import etude.datasets.EtudeException;
import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import etude.trainer.engine.MemoryFailure;
import etude.trainer.files.AtomicFiles;
import etude.trainer.run.Outcome;
import etude.trainer.timing.TimedOutcome;
import etude.trainer.timing.TimedRun;
import etude.tuner.process.Lifeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The process that tries one batch size. It may be killed or die of a native fault at any time;
 * whatever it can say goes into one file.
 */
final class ProbeChild {
    private static final int ORPHANED = 75;

    private ProbeChild() {}

    /**
     * Does what a request asks.
     *
     * @param arguments the file with the request, and the file for the answer
     */
    public static void main(String[] arguments) throws IOException {
        Lifeline.watch(System.in, () -> Runtime.getRuntime().halt(ORPHANED));
        ChildRequest request = ChildRequest.read(Path.of(arguments[0]));
        ChildAnswer answer = answer(request);
        AtomicFiles.write(Path.of(arguments[1]), answer.json());
        Runtime.getRuntime().halt(0); // nothing is left to close, and some engines hang on exit
    }

    private static ChildAnswer answer(ChildRequest request) {
        try {
            RunConfig config = ConfigLoader.parse(request.config(), "config", List.of());
            try (TimedRun run = TimedRun.build(config, request.device())) {
                return switch (request.task()) {
                    case SETUP -> new ChildAnswer.Built(run.setup());
                    case TRAINING -> answer(run.training(request.rules()));
                    case EVALUATION -> answer(run.evaluation(request.rules()));
                };
            }
        } catch (ConfigException e) {
            return new ChildAnswer.Refused(e.problems(), true);
        } catch (RuntimeException | Error e) {
            Optional<String> memory = MemoryFailure.detail(e);
            if (memory.isPresent()) {
                return new ChildAnswer.OutOfMemory("batch_size", memory.get());
            }
            if (e instanceof EtudeException) {
                return new ChildAnswer.Refused(List.of(String.valueOf(e.getMessage())), false);
            }
            throw e;
        }
    }

    private static ChildAnswer answer(TimedOutcome outcome) {
        if (outcome instanceof TimedOutcome.Measured measured) {
            return new ChildAnswer.Measured(measured.timing(), measured.memory());
        }
        Outcome.OutOfMemory memory = ((TimedOutcome.OutOfMemory) outcome).memory();
        return new ChildAnswer.OutOfMemory(memory.setting(), memory.detail());
    }
}
