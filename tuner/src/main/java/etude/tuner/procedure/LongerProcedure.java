package etude.tuner.procedure;

import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.Durations;
import etude.trainer.config.RunConfig;
import etude.trainer.files.Json;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.TrialRecord;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Playbook, "Round 1" and "Round 2": a run, or the best trials of a finished study, again, each as
 * a longer run, all with one seed; then whether their order is the same.
 *
 * @param name of the procedure
 * @param round the short runs
 * @param best those that are trained again, the best first
 * @param steps of each longer run, without warmup
 * @param trainExamples by which durations become steps
 */
public record LongerProcedure(
        String name, ShortRuns round, List<ShortRun> best, long steps, long trainExamples)
        implements Procedure {
    /** One of the best trials, and its longer schedule. */
    record ShortRun(TrialRecord trial, Path file, LongerSchedule schedule) {
        RunConfig longer() {
            return ConfigLoader.load(file, schedule.overrides());
        }

        double rate() {
            return schedule.config().optimizer().learningRate();
        }
    }

    public LongerProcedure {
        best = List.copyOf(best);
    }

    /**
     * The procedure that a command asks for.
     *
     * @param count how many of the best
     * @throws ConfigException when they are no shorter, or their runs are on another machine
     */
    public static LongerProcedure of(
            String name, ShortRuns round, int count, long steps, long trainExamples) {
        List<ShortRun> best =
                round.ranked().limit(count).map(trial -> of(trial, steps, trainExamples)).toList();
        return new LongerProcedure(name, round, best, steps, trainExamples);
    }

    private static ShortRun of(TrialRecord trial, long steps, long trainExamples) {
        Path file =
                trial.config()
                        .orElseThrow(
                                () ->
                                        new ConfigException(
                                                List.of(
                                                        "the run of trial %d is not on this machine, and its config is needed"
                                                                .formatted(trial.number()))));
        RunConfig config = ConfigLoader.load(file, List.of());
        return new ShortRun(
                trial,
                file,
                LongerSchedule.of(config, Durations.resolve(config, trainExamples), steps));
    }

    @Override
    public String command() {
        return "etude tune longer";
    }

    @Override
    public Map<String, Object> inputs() {
        Map<String, Object> inputs =
                new LinkedHashMap<>(round.inputs(best.stream().map(ShortRun::trial).toList()));
        inputs.put("steps", steps);
        return inputs;
    }

    @Override
    public int mostFurther() {
        return best.size() - 1;
    }

    @Override
    public long mostSteps() {
        return best.stream().mapToLong(this::total).sum();
    }

    /** A study for each, for each has a config of its own; the same seed makes them fair. */
    @Override
    public Optional<PlannedStudy> next(List<StudyRecord> finished) {
        return finished.size() < best.size()
                ? Optional.of(study(best.get(finished.size())))
                : Optional.empty();
    }

    private long total(ShortRun one) {
        return steps + one.schedule().before().warmupSteps();
    }

    private PlannedStudy study(ShortRun one) {
        String study = name + "-" + round.suffix(one.trial());
        String text =
                """
                # Written by `etude tune longer`, which continues it; an ordinary study otherwise.
                name: %s
                goal: %s
                base: %s
                objective: {metric: %s, mode: %s}
                search: {algorithm: grid, seed: %d}
                trials: 1
                parameters:
                  - {path: %s, role: nuisance, values: [%s]}
                """
                        .formatted(
                                Json.line(study),
                                Json.line(
                                        "What do the settings of %s reach in %d steps?"
                                                .formatted(round.label(one.trial()), steps)),
                                Json.line(PlannedStudy.baseName(study)),
                                round.objective().metric(),
                                round.objective().mode().name().toLowerCase(Locale.ROOT),
                                best.get(0).schedule().config().seed(),
                                RateLadder.PATH,
                                Double.toString(one.rate()));
        return new PlannedStudy(study, text, one.longer(), 1, total(one), Optional.empty());
    }

    @Override
    public Result read(List<StudyRecord> finished) {
        return LongerResult.of(this, finished);
    }
}
