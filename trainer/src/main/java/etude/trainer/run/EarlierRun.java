package etude.trainer.run;

import etude.datasets.EtudeException;
import etude.trainer.config.RunConfig;
import etude.trainer.metrics.ClassCounts;
import etude.trainer.metrics.ClassesLog;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A run directory from before there was {@code run.json}. What cannot be read of it leaves the
 * facts unknown: they only lack what it would have told.
 */
final class EarlierRun {
    private EarlierRun() {}

    static RunFacts facts(RunDirectory run, RunConfig config) {
        return RunFacts.infer(config, totalSteps(run), data(run));
    }

    private static OptionalLong totalSteps(RunDirectory run) {
        try {
            return Summary.read(run)
                    .filter(summary -> summary.end().status() == RunStatus.COMPLETED)
                    .map(summary -> OptionalLong.of(summary.steps()))
                    .orElse(OptionalLong.empty());
        } catch (EtudeException e) {
            return OptionalLong.empty();
        }
    }

    /** Counts by class are kept where the targets are classes, and nowhere else. */
    private static RunFacts.Data data(RunDirectory run) {
        try {
            return ClassesLog.first(run.classes(), "validation")
                    .map(EarlierRun::data)
                    .orElse(RunFacts.Data.unknown());
        } catch (EtudeException e) {
            return RunFacts.Data.unknown();
        }
    }

    private static RunFacts.Data data(ClassCounts counts) {
        long examples = counts.examples().stream().mapToLong(Long::longValue).sum();
        return new RunFacts.Data(
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.of(Math.toIntExact(examples)),
                OptionalInt.of(counts.examples().size()),
                Optional.empty(),
                Map.of(),
                OptionalInt.empty(),
                OptionalInt.empty());
    }
}
