package etude.tuner.procedure;

import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import etude.trainer.files.Json;
import etude.tuner.record.StudyRecord;
import etude.tuner.text.Numbers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Playbook, "Algorithm for picking an initial candidate for max_train_steps using a learning rate
 * sweep": a constant rate, no augmentation and no regularization of any kind, so many steps for
 * each rate of a sweep on a log scale. The step at which the fastest trial has fitted the training
 * set is the proposal.
 *
 * @param name of the procedure
 * @param file the config, with
 * @param overrides what is wanted otherwise in it
 * @param config both together
 * @param atMost steps of each trial
 * @param fit what counts as a perfect fit
 */
public record StepsProcedure(
        String name,
        Path file,
        List<String> overrides,
        RunConfig config,
        long atMost,
        PerfectFit fit)
        implements Procedure {
    /** Evaluations of each trial: every 2 % of its steps. */
    private static final int EVALUATIONS = 50;

    /** Checkpoints of each trial, for a sweep that is stopped. */
    private static final int CHECKPOINTS = 10;

    /** Rates of a sweep that goes on beyond an edge. */
    private static final int BEYOND = 4;

    /** "Twice at most": whoever is at an edge after that should look himself. */
    private static final int WIDENINGS = 2;

    private static final long FEWEST_STEPS = 10;

    public StepsProcedure {
        overrides = List.copyOf(overrides);
    }

    /**
     * The procedure that a command asks for.
     *
     * @param share of examples that may be wrong for a perfect fit; of a loss, the share of chance
     * @param classes whether the targets are classes, whose error rate is measured
     * @throws ConfigException when there is nothing to measure
     */
    public static StepsProcedure of(
            String name,
            Path file,
            List<String> overrides,
            long atMost,
            double share,
            boolean classes) {
        RunConfig config = ConfigLoader.load(file, overrides);
        List<String> problems = new ArrayList<>();
        if (atMost < FEWEST_STEPS) {
            problems.add(
                    "--at-most: expected at least %d steps, so that two evaluations can be told apart, found %d"
                            .formatted(FEWEST_STEPS, atMost));
        }
        if (!(share > 0 && share < 1)) {
            problems.add("--fit: expected a share between 0 and 1, found " + share);
        }
        problems.addAll(RateLadder.problems(config.optimizer().learningRate()));
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        String metric = classes ? PerfectFit.ERROR : PerfectFit.LOSS;
        return new StepsProcedure(
                name, file, overrides, config, atMost, new PerfectFit(metric, share));
    }

    @Override
    public String command() {
        return "etude tune steps";
    }

    @Override
    public Map<String, Object> inputs() {
        Map<String, Object> inputs = new LinkedHashMap<>();
        inputs.put("at_most", atMost);
        inputs.put("fit", fit.share());
        inputs.put("metric", fit.metric());
        return inputs;
    }

    @Override
    public int mostFurther() {
        return WIDENINGS;
    }

    @Override
    public long mostSteps() {
        return (RateLadder.sizeAround() + (long) WIDENINGS * BEYOND) * atMost;
    }

    @Override
    public Optional<PlannedStudy> next(List<StudyRecord> finished) {
        if (finished.isEmpty()) {
            return Optional.of(study(1, RateLadder.around(own())));
        }
        Sweep sweep = new Sweep(SweptRate.of(finished, fit));
        if (finished.size() > WIDENINGS || sweep.place() == Sweep.Place.INSIDE) {
            return Optional.empty();
        }
        int number = finished.size() + 1;
        int low = RateLadder.number(own(), sweep.rates().get(0).rate());
        int high = RateLadder.number(own(), sweep.rates().get(sweep.rates().size() - 1).rate());
        return Optional.of(
                sweep.place() == Sweep.Place.LOWEST
                        ? study(number, RateLadder.between(own(), low - BEYOND, low - 1))
                        : study(number, RateLadder.between(own(), high + 1, high + BEYOND)));
    }

    @Override
    public Result read(List<StudyRecord> finished) {
        return StepsResult.of(this, new Sweep(SweptRate.of(finished, fit)), limit(finished));
    }

    private double limit(List<StudyRecord> finished) {
        return finished.stream().mapToDouble(fit::limit).max().orElse(0);
    }

    private double own() {
        return config.optimizer().learningRate();
    }

    private PlannedStudy study(int number, List<Double> sweep) {
        String study = "%s-%d".formatted(name, number);
        List<String> rates = sweep.stream().map(rate -> Double.toString(rate)).toList();
        String text =
                """
                # Written by `etude tune steps`, which continues it; an ordinary study otherwise.
                name: %s
                goal: %s
                base: %s
                objective: {metric: %s, mode: min}
                search: {algorithm: grid, seed: %d}
                trials: %d
                parameters:
                  - {path: %s, role: nuisance, values: [%s]}
                """
                        .formatted(
                                Json.line(study),
                                Json.line(
                                        "After how many steps has a constant learning rate fitted the training set?"),
                                Json.line(PlannedStudy.baseName(study)),
                                fit.metric(),
                                config.seed(),
                                rates.size(),
                                RateLadder.PATH,
                                String.join(", ", rates));
        return new PlannedStudy(study, text, base(), rates.size(), atMost, Optional.empty());
    }

    /** The config without whatever slows down fitting. */
    private RunConfig base() {
        List<String> changes = new ArrayList<>(overrides);
        changes.add("max_train_steps=" + atMost);
        changes.add("schedule={decay: constant}");
        changes.add("optimizer.weight_decay=0.0");
        changes.add("dropout=0.0");
        changes.add("label_smoothing=0.0");
        changes.add("polyak_decay=null");
        changes.add("dataset.augment=[]");
        changes.add("evaluation.every=" + Math.max(1, atMost / EVALUATIONS));
        changes.add("checkpoints.every=" + Math.max(1, atMost / CHECKPOINTS));
        changes.add("checkpoints.keep_best=1");
        changes.add("checkpoints.metric=null");
        changes.add("checkpoints.mode=min");
        return ConfigLoader.load(file, changes);
    }

    /** What the config has that the sweep left out, in words. */
    List<String> leftOut() {
        List<String> found = new ArrayList<>();
        Map<String, Boolean> parts = new LinkedHashMap<>();
        parts.put("augmentation", !config.dataset().augment().isEmpty());
        parts.put("dropout", config.dropout() > 0);
        parts.put("label smoothing", config.labelSmoothing() > 0);
        parts.put("weight decay", config.optimizer().weightDecay() > 0);
        parts.put("Polyak averaging", config.polyakDecay().isPresent());
        parts.forEach(
                (part, there) -> {
                    if (there) {
                        found.add(part);
                    }
                });
        return found;
    }

    /** How far apart evaluations are, which is how exact a step is. */
    long everySteps() {
        return Math.max(1, atMost / EVALUATIONS);
    }

    /** The rates that were tried, in words. */
    static String range(Sweep sweep) {
        return "%s to %s"
                .formatted(
                        Numbers.text(sweep.rates().get(0).rate()),
                        Numbers.text(sweep.rates().get(sweep.rates().size() - 1).rate()));
    }

    /** {@code dropout, weight decay and augmentation}. */
    static String list(List<String> words) {
        return words.stream()
                .collect(Collectors.joining(", "))
                .replaceFirst(", (?=[^,]*$)", " and ");
    }
}
