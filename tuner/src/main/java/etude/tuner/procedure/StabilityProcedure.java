package etude.tuner.procedure;

import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.Durations;
import etude.trainer.config.RunConfig;
import etude.trainer.files.Json;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Objective;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
    private static final int EXAMPLES = 500;

    public StabilityProcedure {
        overrides = List.copyOf(overrides);
    }

    /**
     * The procedure that a command asks for.
     *
     * @param trainExamples by which durations become steps
     * @throws ConfigException when there is no rate to begin from
     */
    public static StabilityProcedure of(
            String name,
            Path file,
            List<String> overrides,
            Optional<StudyRecord> sweep,
            Objective objective,
            long trainExamples) {
        RunConfig config = ConfigLoader.load(file, overrides);
        if (config.optimizer().learningRate() <= 0) {
            throw new ConfigException(
                    List.of(
                            "optimizer.learning_rate: the sweep is laid around it, so it must be above 0"));
        }
        return new StabilityProcedure(
                name,
                file,
                overrides,
                config,
                sweep,
                objective,
                Durations.resolve(config, trainExamples).totalSteps());
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

    private PlannedStudy ownSweep() {
        double own = config.optimizer().learningRate();
        return study(
                SWEEP,
                "Which learning rate is best?",
                RateLadder.around(own),
                List.of("checkpoints.keep_best=1"),
                steps);
    }

    /** At a constant rate: of a decay so short a run would see nothing but the end. */
    private PlannedStudy early(TrialRecord best) {
        long warmup = best.warmupSteps().orElse(0);
        long few = Math.min(EARLY_STEPS, Math.max(1, best.totalSteps()));
        return study(
                EARLY,
                "Is training unstable in its first steps at twice the best learning rate?",
                List.of(EARLY_FACTOR * rate(best)),
                List.of(
                        "max_train_steps=" + Math.max(1, few - warmup),
                        "schedule={decay: constant, warmup_steps: %d}".formatted(warmup),
                        "evaluation.every=1",
                        "evaluation.train_examples=" + EXAMPLES,
                        "evaluation.validation_examples=" + EXAMPLES,
                        "evaluation.predictions=0",
                        "checkpoints.every=100",
                        "checkpoints.keep_best=1"),
                few);
    }

    private PlannedStudy above(TrialRecord best) {
        return study(
                ABOVE,
                "Does the loss rise after falling at 5 and 10 times the best learning rate?",
                DoubleStream.of(FACTORS).mapToObj(factor -> factor * rate(best)).toList(),
                List.of("checkpoints.keep_best=1"),
                steps);
    }

    static double rate(TrialRecord trial) {
        return trial.learningRate().orElse(Double.NaN);
    }

    private PlannedStudy study(
            String part, String goal, List<Double> rates, List<String> changes, long each) {
        String study = name + "-" + part;
        List<String> all = new ArrayList<>(overrides);
        all.addAll(changes);
        RunConfig base = ConfigLoader.load(file, all);
        String text =
                """
                # Written by `etude tune stability`, which continues it; an ordinary study otherwise.
                name: %s
                goal: %s
                base: %s
                objective: {metric: %s, mode: %s}
                search: {algorithm: grid, seed: %d}
                trials: %d
                parameters:
                  - {path: %s, role: nuisance, values: [%s]}
                """
                        .formatted(
                                Json.line(study),
                                Json.line(goal),
                                Json.line(PlannedStudy.baseName(study)),
                                objective.metric(),
                                objective.mode().name().toLowerCase(Locale.ROOT),
                                config.seed(),
                                rates.size(),
                                RateLadder.PATH,
                                rates.stream()
                                        .map(rate -> Double.toString(rate))
                                        .collect(Collectors.joining(", ")));
        return new PlannedStudy(study, text, base, rates.size(), each);
    }
}
