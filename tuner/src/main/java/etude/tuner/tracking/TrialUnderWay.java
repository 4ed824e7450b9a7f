package etude.tuner.tracking;

import etude.datasets.EtudeException;
import etude.trainer.checkpoint.CheckpointDirectory;
import etude.trainer.checkpoint.CheckpointInfo;
import etude.trainer.metrics.Measurement;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.RunFacts;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.StudyRecords;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Objective;
import etude.tuner.space.Rerun;
import etude.tuner.space.Resplit;
import etude.tuner.space.Trial;
import etude.tuner.store.TrialAttempt;
import etude.tuner.store.TrialState;
import etude.tuner.study.OpenStudy;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A trial or rerun that has begun and not ended.
 *
 * @param step as far as it is known: of the newest log line of one that runs, of the checkpoint
 *     from which one that was stopped will continue
 * @param lastStep empty where nothing tells
 * @param newest value of the objective; empty before the first evaluation
 * @param best value of the objective so far
 * @param remaining time at the pace of this attempt, its start included; empty where it is not
 *     known
 * @param silence since the last sign of its worker, where that is long ago
 */
record TrialUnderWay(
        TrialRecord trial,
        long step,
        OptionalLong lastStep,
        Optional<Double> newest,
        Optional<Double> best,
        Optional<Duration> remaining,
        Optional<Duration> silence) {
    /** Workers give signs every few seconds. */
    private static final Duration LONG_AGO = Duration.ofMinutes(1);

    /** Those of a study, by number. */
    static List<TrialUnderWay> of(OpenStudy study, StudyRecord record) {
        Instant now = study.store().now();
        return Stream.concat(record.trials().stream(), record.again().stream())
                .filter(trial -> !trial.state().isTerminal() && trial.status().attempt() > 0)
                .map(trial -> of(study, trial, now))
                .filter(trial -> trial.runs() || trial.step() > 0)
                .toList();
    }

    private static TrialUnderWay of(OpenStudy study, TrialRecord trial, Instant now) {
        boolean runs = trial.state() == TrialState.RUNNING;
        long step = runs ? logged(study, trial) : saved(study, trial);
        OptionalLong last = lastStep(study, trial);
        Optional<Duration> silence =
                trial.status()
                        .heartbeatAt()
                        .map(sign -> Duration.between(sign, now))
                        .filter(time -> runs && time.compareTo(LONG_AGO) > 0);
        Objective objective = study.study().objective();
        return new TrialUnderWay(
                trial,
                step,
                last,
                trial.evaluations().stream()
                        .filter(one -> one.metrics().containsKey(objective.metric()))
                        .reduce((earlier, later) -> later)
                        .map(objective::value),
                objective.best(trial.evaluations()).map(objective::value),
                runs && silence.isEmpty() && last.isPresent()
                        ? remaining(study, trial, now, step, last.getAsLong())
                        : Optional.empty(),
                silence);
    }

    boolean isRerun() {
        return !(trial.status().training() instanceof Trial);
    }

    /** {@code 7}, {@code 7, rerun 2} or {@code 7, resplit 1}. */
    String name() {
        if (trial.status().training() instanceof Resplit resplit) {
            return "%d, resplit %d".formatted(trial.number(), resplit.index());
        }
        return trial.status().training() instanceof Rerun rerun
                ? "%d, rerun %d".formatted(trial.number(), rerun.index())
                : Integer.toString(trial.number());
    }

    boolean runs() {
        return trial.state() == TrialState.RUNNING;
    }

    private static long logged(OpenStudy study, TrialRecord trial) {
        List<Measurement> lines = StudyRecords.logged(study, trial);
        long newest = lines.isEmpty() ? 0 : lines.get(lines.size() - 1).step();
        return Math.max(newest, evaluated(trial));
    }

    /** On another machine there may be a checkpoint of the step that was evaluated last. */
    private static long saved(OpenStudy study, TrialRecord trial) {
        RunDirectory run = StudyRecords.directory(study, trial.status());
        return Files.isDirectory(run.root())
                ? new CheckpointDirectory(run.checkpoints())
                        .list().stream().mapToLong(CheckpointInfo::step).max().orElse(0)
                : evaluated(trial);
    }

    private static long evaluated(TrialRecord trial) {
        return trial.evaluations().stream().mapToLong(Measurement::step).max().orElse(0);
    }

    private static OptionalLong lastStep(OpenStudy study, TrialRecord trial) {
        try {
            return RunFacts.read(StudyRecords.directory(study, trial.status()))
                    .map(facts -> facts.steps().total())
                    .orElse(OptionalLong.empty());
        } catch (EtudeException e) {
            return OptionalLong.empty(); // status is not what mends a damaged run
        }
    }

    private static Optional<Duration> remaining(
            OpenStudy study, TrialRecord trial, Instant now, long step, long last) {
        List<TrialAttempt> attempts = study.store().attempts(study.id(), trial.status().number());
        TrialAttempt attempt = attempts.get(attempts.size() - 1);
        long done = step - attempt.continuedFrom().orElse(0);
        if (done <= 0) {
            return Optional.empty();
        }
        double perStep = (double) Duration.between(attempt.startedAt(), now).toMillis() / done;
        return Optional.of(Duration.ofMillis((long) (perStep * (last - step))));
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("trial", trial.number());
        if (trial.status().training() instanceof Rerun rerun) {
            json.put("rerun", rerun.index());
        }
        if (trial.status().training() instanceof Resplit resplit) {
            json.put("resplit", resplit.index());
        }
        json.put("state", runs() ? "running" : "stopped");
        json.put("step", step);
        lastStep.ifPresent(last -> json.put("last_step", last));
        newest.ifPresent(value -> json.put("newest", value));
        best.ifPresent(value -> json.put("best", value));
        remaining.ifPresent(time -> json.put("remaining_seconds", time.toSeconds()));
        silence.ifPresent(time -> json.put("seconds_without_sign", time.toSeconds()));
        return json;
    }
}
