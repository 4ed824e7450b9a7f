package etude.tuner.analysis.result;

import etude.tuner.analysis.statistics.Noise;
import etude.tuner.analysis.statistics.SamplingError;
import etude.tuner.record.TrialRecord;
import etude.tuner.store.TrialState;
import etude.tuner.text.Numbers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a trial reached on data divided by other seeds (playbook, "Determining whether to adopt a
 * training pipeline change or hyperparameter configuration": data variance).
 *
 * @param values of the objective, one for each other split, in the order of their numbers
 * @param infeasible how many did not work
 * @param planned how many there are to be
 * @param sampling what the choice of validation examples alone explains of their deviation; empty
 *     where that is not known
 * @param seeds the deviation between other seeds on the same split; empty where there are no two
 */
public record DataVariance(
        List<Double> values,
        int infeasible,
        int planned,
        OptionalDouble sampling,
        OptionalDouble seeds) {
    public DataVariance {
        values = List.copyOf(values);
    }

    /** Of a trial that has resplits. */
    public static DataVariance of(StudyResults results, TrialRecord trial) {
        List<TrialRecord> resplits = of(results, trial.number()).toList();
        List<Double> values =
                resplits.stream()
                        .filter(one -> one.state() == TrialState.COMPLETED)
                        .flatMap(
                                one ->
                                        results
                                                .study()
                                                .outline()
                                                .objective()
                                                .best(one.evaluations())
                                                .map(results.study().outline().objective()::value)
                                                .filter(Double::isFinite)
                                                .stream())
                        .toList();
        long ended = resplits.stream().filter(one -> one.state().isTerminal()).count();
        long failed = resplits.stream().filter(one -> one.state() == TrialState.FAILED).count();
        RerunResults reruns = results.reruns(trial);
        OptionalLong examples = results.study().countedExamples();
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        return new DataVariance(
                values,
                (int) (ended - failed) - values.size(),
                resplits.size(),
                Wording.of(results.study()).rate() && examples.isPresent() && !values.isEmpty()
                        ? OptionalDouble.of(SamplingError.ofRate(mean, examples.getAsLong()))
                        : OptionalDouble.empty(),
                reruns.costs().size() > 1
                        ? OptionalDouble.of(reruns.deviation())
                        : OptionalDouble.empty());
    }

    private static Stream<TrialRecord> of(StudyResults results, int trial) {
        return results.study().resplits().stream().filter(one -> one.number() == trial);
    }

    /** The trials that have resplits, by number. */
    public static List<TrialRecord> trials(StudyResults results) {
        return results.study().trials().stream()
                .filter(trial -> of(results, trial.number()).findAny().isPresent())
                .toList();
    }

    /** At least one works. */
    public double mean() {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** From split to split; at least two work. */
    public double deviation() {
        return Math.sqrt(
                Noise.variance(values.stream().mapToDouble(Double::doubleValue).toArray()));
    }

    /**
     * How far the deviation of so many normal numbers is itself off, as a share of it: its standard
     * error, 1 / sqrt(2 (n - 1)).
     */
    public double uncertainty() {
        return 1 / Math.sqrt(2.0 * (values.size() - 1));
    }

    /** What that says, in a sentence or two. */
    public String sentence(TrialRecord trial, Wording wording) {
        if (values.size() < 2) {
            return "Trial %d has %d of %s on other splits, and two are needed to see how far they vary."
                    .formatted(trial.number(), values.size(), Numbers.count(planned, "result"));
        }
        String measured =
                "Trial %d on %d other splits: %s in the mean, and %s from split to split (standard deviation, itself known to +-%.0f %%)."
                        .formatted(
                                trial.number(),
                                values.size(),
                                wording.objective(mean()),
                                wording.difference(deviation()),
                                100 * uncertainty());
        String beside =
                Stream.of(
                                explained(
                                        "the choice of validation examples alone",
                                        sampling,
                                        wording),
                                explained("other seeds alone", seeds, wording))
                        .filter(part -> !part.isEmpty())
                        .reduce((one, other) -> one + ", " + other)
                        .map(parts -> " Of that, " + parts + ".")
                        .orElse("");
        return measured
                + beside
                + (infeasible == 0
                        ? ""
                        : " On %d further %s it did not work."
                                .formatted(infeasible, infeasible == 1 ? "split" : "splits"));
    }

    private static String explained(String what, OptionalDouble size, Wording wording) {
        return size.isPresent()
                ? "%s would make %s".formatted(what, wording.difference(size.getAsDouble()))
                : "";
    }

    /** For programs. */
    public Map<String, Object> json(TrialRecord trial) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("trial", trial.number());
        json.put("values", values);
        json.put("infeasible", infeasible);
        if (values.size() > 1) {
            json.put("mean", mean());
            json.put("standard_deviation", deviation());
        }
        sampling.ifPresent(size -> json.put("sampling_error", size));
        seeds.ifPresent(size -> json.put("deviation_between_seeds", size));
        return json;
    }
}
