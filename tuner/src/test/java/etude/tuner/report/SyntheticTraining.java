package etude.tuner.report;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.metrics.Measurement;
import etude.trainer.metrics.StepSeries;
import etude.trainer.run.Outcome;
import etude.tuner.space.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * How a trial goes that nobody trains. Its numbers follow from its settings and its number: the
 * error falls to a floor that is lowest at one learning rate for each optimizer, and far above that
 * training diverges. One trial in forty runs out of memory.
 */
record SyntheticTraining(Trial trial, StudyShape shape) {
    static final int TRAINING_EXAMPLES = 8000;
    static final int VALIDATION_EXAMPLES = 2000;

    private static final double CHANCE = 0.9;
    private static final double DIVERGES_ABOVE = 0.8;

    Outcome outcome() {
        if (trial.number() % 40 == 13) {
            return new Outcome.OutOfMemory("batch_size", 128, "2.1 GiB needed");
        }
        if (distance() > DIVERGES_ABOVE) {
            double share = 0.05 + 0.5 * random(0).nextDouble();
            return new Outcome.Diverged(Math.max(1, Math.round(share * shape.steps())));
        }
        return new Outcome.Completed(shape.steps());
    }

    /** How many updates there were. */
    int stepsDone() {
        if (outcome() instanceof Outcome.Diverged diverged) {
            return (int) diverged.step();
        }
        return outcome() instanceof Outcome.Completed ? shape.steps() : 0;
    }

    /** In powers of ten from the best learning rate. */
    private double distance() {
        boolean adam = value("optimizer.name").asText().equals("adam");
        return Math.log10(setting("optimizer.learning_rate") / (adam ? 1e-3 : 0.1));
    }

    private double setting(String path) {
        return value(path).asDouble();
    }

    private JsonNode value(String path) {
        return Objects.requireNonNull(trial.settings().get(path), path);
    }

    private double floor() {
        return 0.02
                + 0.02 * Math.pow(distance(), 2)
                + 0.05 * Math.pow(setting("dropout") - 0.2, 2)
                + 0.003 * Math.abs(Math.log10(setting("optimizer.weight_decay") / 1e-4));
    }

    /** The validation error without noise after a share of training. */
    private double error(double share) {
        double speed = Math.max(1, 15 + 6 * Math.min(0, distance()));
        return floor() + (CHANCE - floor()) * Math.exp(-speed * share);
    }

    /** What the store gets, in the order of steps. */
    List<Measurement> evaluations() {
        int every = shape.steps() / shape.evaluations();
        Random random = random(1);
        List<Measurement> evaluations = new ArrayList<>();
        for (int step = every; step <= stepsDone(); step += every) {
            evaluations.add(new Measurement(step, metrics(step, random)));
        }
        return evaluations;
    }

    private Map<String, Double> metrics(int step, Random random) {
        double share = (double) step / shape.steps();
        double error = Math.max(0, error(share) + 0.002 * random.nextGaussian());
        double rounded = (double) Math.round(error * VALIDATION_EXAMPLES) / VALIDATION_EXAMPLES;
        double loss = 2.3 * Math.pow(error / CHANCE, 0.8);
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("train/loss", loss * 0.95);
        metrics.put("learning_rate", setting("optimizer.learning_rate") * (1 - share));
        metrics.put("gradient_norm", norm(share));
        metrics.put("clipped_fraction", share < 0.2 ? 0.4 : 0.05);
        metrics.put("examples_per_second", 20_000 + 1_000 * random.nextGaussian());
        metrics.put("data_wait_fraction", 0.02 * random.nextDouble());
        metrics.put("train_evaluation/loss", loss * 0.9);
        metrics.put("train_evaluation/error_rate", rounded * 0.8);
        metrics.put("validation/loss", loss);
        metrics.put("validation/error_rate", rounded);
        return metrics;
    }

    private static double norm(double share) {
        return 0.3 + 2 * Math.exp(-8 * share);
    }

    /** What {@code steps.bin} gets; the last loss of a diverged run is no number. */
    StepSeries steps() {
        Random random = random(2);
        float[] losses = new float[stepsDone()];
        float[] norms = new float[losses.length];
        for (int i = 0; i < losses.length; i++) {
            double share = (i + 1.0) / shape.steps();
            double loss = 2.3 * Math.pow(error(share) / CHANCE, 0.8);
            losses[i] = (float) (loss * Math.exp(0.05 * random.nextGaussian()));
            norms[i] = (float) (norm(share) * Math.exp(0.4 * random.nextGaussian()));
        }
        if (outcome() instanceof Outcome.Diverged) {
            losses[losses.length - 1] = Float.NaN;
            norms[norms.length - 1] = Float.POSITIVE_INFINITY;
        }
        return new StepSeries(losses, norms);
    }

    private Random random(int use) {
        return new Random(31 * trial.number() + use);
    }
}
