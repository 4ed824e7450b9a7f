package etude.tuner.analysis;

import etude.tuner.analysis.data.InfeasibleReason;
import etude.tuner.analysis.data.RunFacts;
import etude.tuner.analysis.data.StepSeries;
import etude.tuner.analysis.data.TrialData;
import etude.tuner.analysis.data.Value;
import etude.tuner.store.Evaluation;
import etude.tuner.store.TrialState;
import java.util.ArrayList;
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
    private final Map<String, Value> settings = new LinkedHashMap<>();
    private String metric = "validation/error_rate";
    private int arm;
    private TrialState state = TrialState.COMPLETED;
    private Optional<InfeasibleReason> reason = Optional.empty();
    private double[] errors = {};
    private double[] trainLosses = {};
    private final Map<String, double[]> others = new LinkedHashMap<>();
    private StepSeries steps = StepSeries.none();
    private long warmup;
    private OptionalDouble rate = OptionalDouble.empty();
    private OptionalDouble threshold = OptionalDouble.empty();
    private OptionalDouble clipped = OptionalDouble.empty();
    private OptionalDouble wait = OptionalDouble.empty();
    private OptionalDouble throughput = OptionalDouble.empty();

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
        settings.put(id, Value.of(value));
        return this;
    }

    public Run with(String id, String value) {
        settings.put(id, Value.of(value));
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
        steps = new StepSeries(floats(count, f), steps.gradientNorm());
        return this;
    }

    public Run gradientNorms(int count, IntToDoubleFunction f) {
        steps = new StepSeries(steps.loss(), floats(count, f));
        return this;
    }

    private static float[] floats(int count, IntToDoubleFunction f) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) f.applyAsDouble(i);
        }
        return values;
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

    public Run dataWait(double fraction) {
        wait = OptionalDouble.of(fraction);
        return this;
    }

    public Run examplesPerSecond(double rate) {
        throughput = OptionalDouble.of(rate);
        return this;
    }

    public Run infeasible(InfeasibleReason why) {
        reason = Optional.of(why);
        return state(TrialState.INFEASIBLE);
    }

    public Run state(TrialState now) {
        state = now;
        return this;
    }

    public TrialData data() {
        int count = Math.max(errors.length, trainLosses.length);
        List<Evaluation> evaluations = new ArrayList<>();
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
            evaluations.add(new Evaluation(100L * (i + 1), metrics));
        }
        RunFacts facts =
                new RunFacts(
                        100L * count - warmup,
                        OptionalLong.of(warmup),
                        rate,
                        threshold,
                        clipped,
                        throughput,
                        wait);
        StepSeries kept = steps;
        return new TrialData(
                number, arm, state, reason, settings, 7, evaluations, facts, () -> kept);
    }
}
