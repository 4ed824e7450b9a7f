package etude.trainer.run;

import etude.datasets.EtudeException;
import etude.trainer.checkpoint.CheckpointDirectory;
import etude.trainer.checkpoint.LoadedCheckpoint;
import etude.trainer.config.ResolvedDurations;
import etude.trainer.config.RunConfig;
import etude.trainer.distributed.Ranks;
import etude.trainer.loop.Cadence;
import etude.trainer.metrics.Measurement;
import etude.trainer.metrics.MetricsLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the attempts before this one left in a run directory.
 *
 * @param checkpoint from which this one goes on; of step 0 where there is none
 */
record EarlierAttempts(RunDirectory directory, LoadedCheckpoint checkpoint) {
    /**
     * Loads the newest checkpoint that is not damaged.
     *
     * @throws EtudeException when the run continues another and has no checkpoint of its own: it
     *     must not become a run from the start
     */
    static EarlierAttempts read(
            RunDirectory directory, CheckpointDirectory checkpoints, Consumer<String> notes) {
        LoadedCheckpoint from = checkpoints.loadLatest(notes).orElse(LoadedCheckpoint.none());
        Lineage.read(directory)
                .filter(of -> from.step() < of.step())
                .ifPresent(
                        of -> {
                            throw new EtudeException(
                                    "%s goes on from step %s of %s, and none of its checkpoints is undamaged; use --continue with --fresh to begin again from there"
                                            .formatted(directory.root(), of.step(), of.run()));
                        });
        return new EarlierAttempts(directory, from);
    }

    long step() {
        return checkpoint.step();
    }

    /** Where initial weights come from, unless a checkpoint has them already. */
    Optional<InitialSource> initialSource(RunConfig config, Consumer<String> notes) {
        return config.initializeFrom()
                .filter(any -> step() == 0)
                .map(named -> InitialSource.of(named, notes));
    }

    /**
     * Logs reach the disk before a checkpoint does, so those of a run that has one are whole,
     * unless somebody cut them off: then the best step would be chosen from what is left.
     *
     * @throws EtudeException when they are not whole
     */
    void requireMeasurements(ResolvedDurations durations) {
        Path file = directory.metrics();
        if (step() == 0 || !Files.exists(file)) {
            return;
        }
        Cadence logging = new Cadence(durations.logEvery(), durations.totalSteps());
        long expected = logging.due(step()) ? step() : logging.previous(step());
        long found = MetricsLog.read(file).stream().mapToLong(Measurement::step).max().orElse(0);
        if (found < expected) {
            throw new EtudeException(
                    "%s: expected measurements up to step %d, as the checkpoint of step %d was saved after them, found them up to step %d; restore the file, or delete it to go on without what it held"
                            .formatted(file, expected, step(), found));
        }
    }

    /** What to say of the number of ranks: the order of a sum changes its last bits. */
    Optional<String> noteOn(Ranks ranks, int batchSize) {
        int before = step() == 0 ? ranks.size() : ranksBefore(ranks);
        if (before != ranks.size()) {
            return Optional.of(
                    "trained by %s up to now, and by %s from step %d on: the last bits of all numbers may differ from those of a run that keeps their number"
                            .formatted(words(before), words(ranks.size()), step()));
        }
        return ranks.size() == 1
                ? Optional.empty()
                : Optional.of(
                        "%d ranks, %d examples of each batch in each: %s"
                                .formatted(ranks.size(), batchSize / ranks.size(), ranks.places()));
    }

    private int ranksBefore(Ranks ranks) {
        try {
            return RunFacts.read(directory).map(RunFacts::ranks).orElse(ranks.size());
        } catch (EtudeException e) {
            return ranks.size(); // the file is damaged, and about to be written anew
        }
    }

    private static String words(int ranks) {
        return ranks == 1 ? "one rank" : ranks + " ranks";
    }
}
