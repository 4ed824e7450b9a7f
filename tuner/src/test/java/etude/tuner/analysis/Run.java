package etude.tuner.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.TextNode;
import etude.trainer.config.CheckpointsConfig.Mode;
import etude.trainer.metrics.CorrectSeries;
import etude.trainer.metrics.Measurement;
import etude.trainer.metrics.StepSeries;
import etude.trainer.run.Ranking;
import etude.trainer.run.RunEnd;
import etude.trainer.run.RunFacts;
import etude.trainer.run.RunStatus;
import etude.trainer.run.Summary;
import etude.trainer.run.WholeValidation;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Training;
import etude.tuner.space.Trial;
import etude.tuner.store.Infeasible;
import etude.tuner.store.TrialState;
import etude.tuner.store.TrialStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Makes a trial; evaluations are 100 steps apart and end with the run. */
public final class Run {
    private final int number;
    private final Map<String, JsonNode> settings = new LinkedHashMap<>();
    private String metric = "validation/error_rate";
    private int arm;
    private TrialState state = TrialState.COMPLETED;
    private Optional<Infeasible> reason = Optional.empty();
    private double[] errors = {};
    private double[] trainLosses = {};
    private final Map<String, double[]> others = new LinkedHashMap<>();
    private StepSeries steps = StepSeries.none();
    private CorrectSeries correct = CorrectSeries.none();
    private Optional<WholeValidation> whole = Optional.empty();
    private Optional<Path> config = Optional.empty();
    private String log = "";
    private long warmup;
    private OptionalDouble rate = OptionalDouble.empty();
    private OptionalDouble threshold = OptionalDouble.empty();
    private OptionalDouble decay = OptionalDouble.empty();
    private OptionalDouble clipped = OptionalDouble.empty();
    private OptionalDouble wait = OptionalDouble.empty();
    private OptionalDouble throughput = OptionalDouble.empty();
    private double seconds = 1;

    private Run(int number) {
        this.number = number;
    }

    public static Run trial(int number) {
        return new Run(number);
    }

    /** A trial whose learning rate lies there between 0.001 and 1 on a log scale. */
    public static Run rated(int number, double coordinate) {
        return trial(number).learningRate(Math.pow(10, -3 + 3 * coordinate));
    }

    public Run arm(int index) {
        arm = index;
        return this;
    }

    public Run with(String id, double value) {
        settings.put(id, DoubleNode.valueOf(value));
        return this;
    }

    public Run with(String id, String value) {
        settings.put(id, TextNode.valueOf(value));
        return this;
    }

    public Run errors(double... values) {
        errors = values;
        return this;
    }

    /** What {@code errors} are called. */
    public Run metric(String name) {
        metric = name;
        return this;
    }

    /** One error for each evaluation, from its index. */
    public Run errors(int count, IntToDoubleFunction f) {
        return errors(IntStream.range(0, count).mapToDouble(f).toArray());
    }

    public Run trainLosses(double... values) {
        trainLosses = values;
        return this;
    }

    public Run trainLosses(int count, IntToDoubleFunction f) {
        return trainLosses(IntStream.range(0, count).mapToDouble(f).toArray());
    }

    /** Another metric, as often as {@code errors}. */
    public Run measured(String name, IntToDoubleFunction f) {
        others.put(name, IntStream.range(0, errors.length).mapToDouble(f).toArray());
        return this;
    }

    /** A loss for each step, from its index. */
    public Run stepLosses(int count, IntToDoubleFunction f) {
        steps = series(floats(count, f), steps.gradientNorms());
        return this;
    }

    public Run gradientNorms(int count, IntToDoubleFunction f) {
        steps = series(steps.losses(), floats(count, f));
        return this;
    }

    /** What was not given is not a number. */
    private static StepSeries series(float[] losses, float[] norms) {
        int count = Math.max(losses.length, norms.length);
        return new StepSeries(filled(losses, count), filled(norms, count));
    }

    private static float[] filled(float[] values, int count) {
        float[] filled = Arrays.copyOf(values, count);
        Arrays.fill(filled, values.length, count, Float.NaN);
        return filled;
    }

    private static float[] floats(int count, IntToDoubleFunction f) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) f.applyAsDouble(i);
        }
        return values;
    }

    /** Which validation examples its evaluations got right. */
    public Run correct(CorrectSeries series) {
        correct = series;
        return this;
    }

    /** What all validation examples say of its checkpoints. */
    public Run whole(WholeValidation all) {
        whole = Optional.of(all);
        return this;
    }

    public Run warmup(long updates) {
        warmup = updates;
        return this;
    }

    public Run learningRate(double value) {
        rate = OptionalDouble.of(value);
        return with("optimizer.learning_rate", value);
    }

    public Run clipping(double norm, double fraction) {
        threshold = OptionalDouble.of(norm);
        clipped = OptionalDouble.of(fraction);
        return this;
    }

    /** What the schedule leaves of the base learning rate. */
    public Run decay(double left) {
        decay = OptionalDouble.of(left);
        return this;
    }

    public Run dataWait(double fraction) {
        wait = OptionalDouble.of(fraction);
        return this;
    }

    public Run examplesPerSecond(double rate) {
        throughput = OptionalDouble.of(rate);
        return this;
    }

    /** How long it trained. */
    public Run seconds(double value) {
        seconds = value;
        return this;
    }

    /** Where its run's config lies. */
    public Run config(Path file) {
        config = Optional.of(file);
        return this;
    }

    /** What the process that died at it printed last. */
    public Run lastLogLines(String lines) {
        log = lines;
        return this;
    }

    public Run infeasible(Infeasible why) {
        reason = Optional.of(why);
        return state(TrialState.INFEASIBLE);
    }

    public Run state(TrialState now) {
        state = now;
        return this;
    }

    public TrialRecord data() {
        return data(new Trial(number, arm, number, 7, settings, settings));
    }

    /** As a rerun or resplit. */
    public TrialRecord again(Training training) {
        return data(training);
    }

    private TrialRecord data(Training training) {
        int count = Math.max(errors.length, trainLosses.length);
        List<Measurement> evaluations = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, Double> metrics = new LinkedHashMap<>();
            if (i < errors.length) {
                metrics.put(metric, errors[i]);
            }
            if (i < trainLosses.length) {
                metrics.put("train_evaluation/loss", trainLosses[i]);
            }
            int index = i;
            others.forEach((name, values) -> metrics.put(name, values[index]));
            evaluations.add(new Measurement(100L * (i + 1), metrics));
        }
        RunFacts facts =
                new RunFacts(
                        "run",
                        7,
                        Optional.empty(),
                        false,
                        1,
                        1,
                        128,
                        rate.orElse(Double.NaN),
                        threshold,
                        decay,
                        new RunFacts.Steps(
                                OptionalLong.of(warmup),
                                OptionalLong.of(100L * count - warmup),
                                OptionalLong.empty(),
                                OptionalLong.of(100),
                                OptionalLong.empty()),
                        new Ranking(metric, Mode.MIN),
                        RunFacts.Data.unknown());
        Summary summary =
                new Summary(
                        new RunEnd(RunStatus.COMPLETED, "", OptionalLong.empty()),
                        100L * count,
                        Optional.empty(),
                        wait.isPresent()
                                ? Map.of("data_wait_fraction", wait.getAsDouble())
                                : Map.of(),
                        seconds,
                        throughput.orElse(Double.NaN),
                        Optional.empty(),
                        clipped.orElse(Double.NaN));
        StepSeries kept = steps;
        return new TrialRecord(
                new TrialStatus(
                        training,
                        state,
                        reason,
                        Optional.empty(),
                        1,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "trials/" + number),
                evaluations,
                Optional.of(facts),
                Optional.of(summary),
                () -> kept,
                () -> correct,
                () -> whole,
                0,
                config,
                log);
    }
}
