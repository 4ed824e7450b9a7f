package etude.trainer.run;

import etude.trainer.checkpoint.CheckpointDirectory;
import etude.trainer.config.ConfigDifferences;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import etude.trainer.files.EarlierDirectory;
import etude.trainer.model.ModelRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Decides whether a run directory that is already there is continued, refused or put aside. */
final class ResumePolicy {
    private ResumePolicy() {}

    /**
     * The config to run: the given one for a new directory, else the recorded one, whose resolved
     * values stay.
     *
     * @throws UnusableRunException when the given config would change the run that is there
     */
    static RunConfig reconcile(RunConfig wanted, RunDirectory directory, ModelRegistry models) {
        Path recorded = directory.config();
        if (!Files.exists(recorded) || new CheckpointDirectory(directory.checkpoints()).isEmpty()) {
            return wanted;
        }
        RunConfig before = ConfigLoader.load(recorded, List.of(), models);
        RunConfig comparable = resolvedAs(before, wanted);
        List<String> differences = ConfigDifferences.between(before, comparable);
        if (differences.isEmpty()) {
            return comparable;
        }
        List<String> problems = new ArrayList<>();
        problems.add(
                "%s holds a run with another config; use --run-dir for a new run, or --fresh to start over. It differs in:"
                        .formatted(recorded.toAbsolutePath().getParent()));
        differences.forEach(difference -> problems.add("  " + difference));
        throw new UnusableRunException(problems);
    }

    /** What is left to {@code auto} stays what it was. */
    static RunConfig resolvedAs(RunConfig before, RunConfig wanted) {
        RunConfig config =
                wanted.threads().count().isPresent()
                        ? wanted
                        : wanted.withThreads(before.threads());
        return config.kernels().processor().isPresent()
                ? config
                : config.withKernels(before.kernels());
    }

    /** Moves a run out of the way instead of deleting hours of work. */
    static void putAside(RunDirectory directory, Consumer<String> notes) {
        if (!Files.exists(directory.config()) && !Files.exists(directory.checkpoints())) {
            return;
        }
        // Fails where another process is training there; the name changes while the lock is held.
        try (RunLock lock = RunLock.acquire(directory)) {
            EarlierDirectory.putAside(lock.run().root(), "run", notes);
        }
    }
}
