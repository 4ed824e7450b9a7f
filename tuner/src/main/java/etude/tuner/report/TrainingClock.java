package etude.tuner.report;

import etude.trainer.metrics.Measurement;
import etude.trainer.run.RunFacts;
import etude.tuner.chart.Choices.Clock;
import etude.tuner.record.TrialRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How long training took up to each step. A run does not log the time of day, but how many examples
 * went through training in a second; so this is the time in training, without evaluations and
 * checkpoints.
 */
final class TrainingClock {
    private static final String RATE = "examples_per_second";
    private static final int SECONDS = 60;

    private TrainingClock() {}

    /** Of a run, from the rate between its log lines; empty where none was logged. */
    static List<Clock> of(Optional<RunFacts> facts, List<Measurement> logged) {
        int batchSize = facts.map(RunFacts::batchSize).orElse(0);
        List<Double> steps = new ArrayList<>(List.of(0.0));
        List<Double> minutes = new ArrayList<>(List.of(0.0));
        for (Measurement line : logged) {
            double rate = line.metrics().getOrDefault(RATE, Double.NaN);
            double since = line.step() - steps.get(steps.size() - 1);
            if (rate > 0 && Double.isFinite(rate) && since > 0) {
                minutes.add(last(minutes) + since * batchSize / rate / SECONDS);
                steps.add((double) line.step());
            }
        }
        return batchSize > 0 && steps.size() > 1
                ? List.of(new Clock("", thinned(steps), thinned(minutes)))
                : List.of();
    }

    private static double last(List<Double> values) {
        return values.get(values.size() - 1);
    }

    /** The ends, and some between. */
    private static double[] thinned(List<Double> values) {
        int stride = 1 + values.size() / 100;
        List<Double> kept = new ArrayList<>();
        for (int i = 0; i < values.size() - 1; i += stride) {
            kept.add(values.get(i));
        }
        kept.add(last(values));
        return kept.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Of trials, from the mean rate of each; those that do not know theirs have no clock. */
    static List<Clock> of(List<TrialRecord> trials) {
        List<Clock> clocks = new ArrayList<>();
        for (TrialRecord trial : trials) {
            double rate = trial.examplesPerSecond().orElse(0);
            int batchSize = trial.facts().map(RunFacts::batchSize).orElse(0);
            double steps = trial.totalSteps();
            if (rate > 0 && batchSize > 0 && steps > 0) {
                double[] minutes = {0, steps * batchSize / rate / SECONDS};
                String key = Integer.toString(trial.number());
                clocks.add(new Clock(key, new double[] {0, steps}, minutes));
            }
        }
        return clocks;
    }
}
