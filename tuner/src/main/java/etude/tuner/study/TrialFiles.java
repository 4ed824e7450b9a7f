package etude.tuner.study;

import etude.datasets.EtudeException;
import etude.trainer.config.ConfigDifferences;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import etude.trainer.metrics.Measurement;
import etude.trainer.metrics.MetricsLog;
import etude.trainer.run.Attempt;
import etude.trainer.run.Attempts;
import etude.trainer.run.GitState;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.RunFacts;
import etude.trainer.run.RunStatus;
import etude.trainer.run.Summary;
import etude.tuner.space.Objective;
import etude.tuner.space.Training;
import etude.tuner.store.AttemptEnd;
import etude.tuner.store.AttemptOrigin;
import etude.tuner.store.Ending;
import etude.tuner.store.Infeasible;
import etude.tuner.store.RestoredTrial;
import etude.tuner.store.TrialAttempt;
import etude.tuner.text.Shell;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads what the files of a trial tell of it.
 *
 * @param run where they lie
 * @param objective of the study
 */
record TrialFiles(RunDirectory run, Objective objective) {
    /**
     * All that a store would know of the trial or rerun.
     *
     * @param computed as this version of Etude would make it
     * @param config of that one
     * @throws EtudeException when the files are damaged, or those of another trial
     */
    RestoredTrial read(Training computed, RunConfig config) {
        Optional<TrialFile> file = TrialFile.read(run);
        if (file.isEmpty()) {
            requirePoint(computed);
            requireSame(computed, config);
        }
        List<TrialAttempt> attempts =
                new Attempts(run).all().stream().map(TrialFiles::attempt).toList();
        file.ifPresent(found -> requireOf(found, computed));
        List<Measurement> measured = measurements();
        file.flatMap(TrialFile::ended).ifPresent(end -> requireAll(end, measured));
        Optional<Summary> summary = Summary.read(run);
        Optional<Ending> ending =
                file.flatMap(TrialFile::ended)
                        .map(TrialFile.Ended::how)
                        .or(() -> summary.flatMap(this::ending));
        if (file.flatMap(TrialFile::ended).isEmpty()) {
            summary.ifPresent(this::requireMeasurements);
        }
        return new RestoredTrial(
                file.map(TrialFile::training).orElse(computed), ending, attempts, measured);
    }

    private void requireOf(TrialFile found, Training computed) {
        if (found.training().number() != computed.number()) {
            throw new EtudeException(
                    "%s: expected %s, found %s; give the directories of trials their names back"
                            .formatted(run.root(), computed.label(), found.training().label()));
        }
    }

    private void requireAll(TrialFile.Ended ended, List<Measurement> measured) {
        if (measured.size() != ended.evaluations()) {
            throw new EtudeException(
                    "%s: expected the %d evaluations that the trial ended with, found %d; restore the file, or have the trial trained again after: rm -r %s"
                            .formatted(
                                    run.metrics(),
                                    ended.evaluations(),
                                    measured.size(),
                                    Shell.word(run.root().toString())));
        }
    }

    /** What the store keeps of what the run measured. */
    List<Measurement> measurements() {
        return MetricsLog.read(run.metrics()).stream()
                .filter(one -> one.metrics().keySet().stream().anyMatch(this::isKept))
                .toList();
    }

    /** Evaluations, and the training loss where trials are compared by it. */
    private boolean isKept(String metric) {
        return metric.startsWith("validation/")
                || metric.startsWith("train_evaluation/")
                || metric.equals(objective.metric());
    }

    /** Whether the store keeps what was measured. */
    boolean isKept(Map<String, Double> metrics) {
        return metrics.keySet().stream().anyMatch(this::isKept);
    }

    /** Which point a trial was given that waited for one stands in its file alone. */
    private void requirePoint(Training computed) {
        if (computed.trial().awaitsPoint() && Files.exists(run.config())) {
            throw new EtudeException(
                    "%s: expected trial.json, found none, and nothing else tells which point of the search it trains; restore the file, or have another point chosen after: rm -r %s"
                            .formatted(run.root(), Shell.word(run.root().toString())));
        }
    }

    private void requireSame(Training computed, RunConfig config) {
        if (!Files.exists(run.config())) {
            return;
        }
        List<String> differences =
                ConfigDifferences.between(ConfigLoader.load(run.config(), List.of()), config);
        if (!differences.isEmpty()) {
            throw new EtudeException(
                    "%s was trained with other settings than this version of Etude chooses for %s (%s); make the store with the version that began the study"
                            .formatted(
                                    run.root(), computed.label(), String.join("; ", differences)));
        }
    }

    /** Of a run that has ended, the last step was logged. */
    private void requireMeasurements(Summary summary) {
        long last =
                MetricsLog.read(run.metrics()).stream()
                        .mapToLong(Measurement::step)
                        .max()
                        .orElse(0);
        if (summary.end().status() == RunStatus.COMPLETED && last < summary.steps()) {
            throw new EtudeException(
                    "%s: expected measurements up to step %d, with which the run was completed, found them up to step %d; restore the file, or have the trial trained again after: rm -r %s"
                            .formatted(
                                    run.metrics(),
                                    summary.steps(),
                                    last,
                                    Shell.word(run.root().toString())));
        }
    }

    private Optional<Ending> ending(Summary summary) {
        if (summary.end().status() == RunStatus.COMPLETED) {
            return Optional.of(new Ending.Completed());
        }
        int batchSize = RunFacts.read(run).map(RunFacts::batchSize).orElse(0);
        return Infeasible.of(summary, batchSize).map(Ending.Rejected::new);
    }

    private static TrialAttempt attempt(Attempt attempt) {
        Optional<Attempt.Ended> ended = attempt.ended();
        return new TrialAttempt(
                attempt.number() + 1,
                new AttemptOrigin(
                        "%s-%d".formatted(attempt.host(), attempt.pid()),
                        attempt.host(),
                        attempt.device(),
                        Shell.command(attempt.command()),
                        attempt.git().map(GitState::commit).orElse(""),
                        attempt.git().map(GitState::diff).orElse(""),
                        attempt.versions()),
                attempt.start(),
                OptionalLong.empty(),
                Optional.of(ended.map(end -> end(end.how().status())).orElse(AttemptEnd.CRASHED)),
                ended.map(Attempt.Ended::time),
                ended.map(end -> end.how().detail()),
                "");
    }

    private static AttemptEnd end(RunStatus status) {
        return switch (status) {
            case COMPLETED -> AttemptEnd.COMPLETED;
            case DIVERGED, OUT_OF_MEMORY -> AttemptEnd.INFEASIBLE;
            case PREEMPTED -> AttemptEnd.PREEMPTED;
            case FAILED -> AttemptEnd.CRASHED;
        };
    }
}
