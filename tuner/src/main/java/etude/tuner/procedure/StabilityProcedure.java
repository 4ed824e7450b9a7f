package etude.tuner.procedure;

import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.Durations;
import etude.trainer.config.ResolvedDurations;
import etude.trainer.config.RunConfig;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Objective;
import etude.tuner.text.Numbers;
import etude.tuner.text.Shell;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Playbook, "Identifying unstable workloads": the best rate of a sweep, a short run at twice that
 * rate evaluated at every step (Figure 5), and whole runs at 5 and 10 times (Figure 7b).
 *
 * @param name of the procedure
 * @param file the config, with
 * @param overrides what is wanted otherwise in it
 * @param config both together
 * @param sweep a finished study of rates; empty where the procedure makes its own
 * @param objective by which rates are compared
 * @param steps of a whole run, warmup included
 */
public record StabilityProcedure(
        String name,
        Path file,
        List<String> overrides,
        RunConfig config,
        Optional<StudyRecord> sweep,
        Objective objective,
        long steps)
        implements Procedure {
    static final int EARLY_STEPS = 500;
    static final double EARLY_FACTOR = 2;
    private static final double[] FACTORS = {5, 10};
    private static final String EARLY = "early";
    private static final String ABOVE = "above";
    private static final String SWEEP = "sweep";

    /** Examples of each of so many evaluations. */
    private static final int EXAMPLES = 64;

    public StabilityProcedure {
        overrides = List.copyOf(overrides);
    }

    /**
     * The procedure that a command asks for.
     *
     * @param trainExamples by which durations become steps
     * @throws ConfigException when there is no rate to begin from, or no evaluation but the last
     */
    public static StabilityProcedure of(
            String name,
            Path file,
            List<String> overrides,
            Optional<StudyRecord> sweep,
            Objective objective,
            long trainExamples) {
        RunConfig config = ConfigLoader.load(file, overrides);
        RateLadder.require(config.optimizer().learningRate());
        ResolvedDurations durations = Durations.resolve(config, trainExamples);
        requireEvaluations(durations);
        return new StabilityProcedure(
                name, file, overrides, config, sweep, objective, durations.totalSteps());
    }

    /**
     * Runs are compared by the best of their evaluations.
     *
     * @throws ConfigException where each has the last one only
     */
    static void requireEvaluations(ResolvedDurations durations) {
        if (durations.evaluateEvery() > durations.maxTrainSteps()) {
            throw new ConfigException(
                    List.of(
                            "evaluation.every: expected at most the %,d steps of max_train_steps, so that runs can be compared by their best checkpoints, found %,d steps"
                                    .formatted(
                                            durations.maxTrainSteps(), durations.evaluateEvery())));
        }
    }

    @Override
    public String command() {
        return "etude tune stability";
    }

    @Override
    public Map<String, Object> inputs() {
        Map<String, Object> inputs = new LinkedHashMap<>();
        inputs.put("sweep", sweep.map(StudyRecord::directory).orElse("own"));
        inputs.put("objective", objective.json());
        return inputs;
    }

    @Override
    public int mostFurther() {
        return sweep.isPresent() ? 1 : 2;
    }

    @Override
    public long mostSteps() {
        long own = sweep.isPresent() ? 0 : RateLadder.sizeAround() * steps;
        return own + EARLY_STEPS + FACTORS.length * steps;
    }

    @Override
    public Optional<PlannedStudy> next(List<StudyRecord> finished) {
        List<StudyRecord> all = all(finished);
        if (all.isEmpty()) {
            return Optional.of(ownSweep());
        }
        Optional<TrialRecord> best = all.get(0).winner();
        if (best.isEmpty()) {
            return Optional.empty();
        }
        return switch (all.size()) {
            case 1 -> Optional.of(early(best.get()));
            case 2 -> Optional.of(above(best.get()));
            default -> Optional.empty();
        };
    }

    private List<StudyRecord> all(List<StudyRecord> finished) {
        return Stream.concat(sweep.stream(), finished.stream()).toList();
    }

    @Override
    public Result read(List<StudyRecord> finished) {
        List<StudyRecord> all = all(finished);
        return all.get(0)
                .winner()
                .<Result>map(best -> StabilityResult.of(this, all, best))
                .orElseGet(() -> new StabilityResult.NoRate(all.get(0)));
    }

    private RateStudies studies() {
        return new RateStudies(command(), name, file, overrides, objective);
    }

    private PlannedStudy ownSweep() {
        return studies()
                .sweep(
                        new RateStudies.Frame(
                                SWEEP,
                                "Which learning rate is best?",
                                List.of("checkpoints.keep_best=1"),
                                List.of(),
                                steps),
                        RateLadder.around(config.optimizer().learningRate()));
    }

    /** At a constant rate: of a decay so short a run would see nothing but the end. */
    private PlannedStudy early(TrialRecord best) {
        long warmup = best.warmupSteps().orElse(0);
        long few = Math.min(EARLY_STEPS, Math.max(1, best.totalSteps()));
        return studies()
                .sweep(
                        new RateStudies.Frame(
                                EARLY,
                                "Is training unstable in its first steps at twice the best learning rate?",
                                List.of(
                                        "max_train_steps=" + Math.max(1, few - warmup),
                                        "schedule={decay: constant, warmup_steps: %d}"
                                                .formatted(warmup),
                                        "evaluation.every=1",
                                        "evaluation.train_examples=" + EXAMPLES,
                                        "evaluation.validation_examples=" + EXAMPLES,
                                        "evaluation.predictions=0",
                                        "checkpoints.every=100",
                                        "checkpoints.keep_best=1"),
                                List.of(),
                                few),
                        List.of(EARLY_FACTOR * rate(best)));
    }

    private PlannedStudy above(TrialRecord best) {
        return studies()
                .sweep(
                        new RateStudies.Frame(
                                ABOVE,
                                "Does the loss rise after falling at 5 and 10 times the best learning rate?",
                                List.of("checkpoints.keep_best=1"),
                                List.of(),
                                steps),
                        DoubleStream.of(FACTORS).mapToObj(factor -> factor * rate(best)).toList());
    }

    /**
     * The command of a procedure that fixes instability.
     *
     * @param swept the study in which the best rate was found, whose best trial is the config then
     * @param otherwise what the command is about where there is none
     */
    String fix(
            String procedure, Optional<StudyRecord> swept, String otherwise, double unstableRate) {
        boolean included = swept.isPresent() && sweep.isEmpty();
        return "etude tune %s %s%s --unstable-rate %s"
                .formatted(
                        procedure,
                        Shell.word(swept.map(StudyRecord::directory).orElse(otherwise)),
                        included
                                ? ""
                                : overrides.stream()
                                        .map(override -> " --set " + Shell.word(override))
                                        .collect(Collectors.joining()),
                        Numbers.text(unstableRate));
    }

    static double rate(TrialRecord trial) {
        return trial.learningRate().orElse(Double.NaN);
    }
}
