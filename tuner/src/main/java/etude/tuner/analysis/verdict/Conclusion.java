package etude.tuner.analysis.verdict;

import etude.tuner.analysis.plot.IsolationPlot;
import etude.tuner.analysis.plot.PlotId;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.statistics.Noise;
import etude.tuner.analysis.statistics.SamplingError;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.analysis.verdict.Answer.NotKnown;
import etude.tuner.record.Rerun;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Advice;
import etude.tuner.space.Arm;
import etude.tuner.space.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Playbook, "Determining whether to adopt a training pipeline change or hyperparameter
 * configuration": nothing is established before the best settings of the two best scientific values
 * were trained again with other seeds and their means differ by more than retraining explains
 * (Welch 1947).
 */
final class Conclusion {
    private static final String QUESTION = "Does the scientific conclusion stand?";

    private Conclusion() {}

    static List<Verdict> ask(Basis basis) {
        String plot =
                basis.outline().hyperparameters(Role.SCIENTIFIC).stream()
                        .findFirst()
                        .map(PlotId::isolation)
                        .orElse(PlotId.BUDGET);
        return List.of(new Verdict(Topic.CONCLUSION, QUESTION, answer(basis), plot));
    }

    private static Answer answer(Basis basis) {
        List<Candidate> candidates = candidates(basis);
        if (candidates.size() < 2) {
            return new NotKnown(
                    "There are not two scientific values with feasible trials to compare."
                            + caveats(basis, candidates),
                    "Vary a scientific hyperparameter, or take the best settings as a starting point for the next study.");
        }
        Candidate first = candidates.get(0);
        Candidate second = candidates.get(1);
        int needed = basis.thresholds().reruns();
        if (Math.min(first.reruns().length, second.reruns().length) < Math.max(2, needed)) {
            return new NotKnown(
                    "Not established: %s found %s (trial %d), %s %s (trial %d), each with one seed."
                                    .formatted(
                                            first.label(),
                                            value(basis, first.objective()),
                                            first.trial(),
                                            second.label(),
                                            value(basis, second.objective()),
                                            second.trial())
                            + caveats(basis, candidates),
                    "Train trials %d and %d again with %d other seeds each and compare the means."
                            .formatted(first.trial(), second.trial(), Math.max(2, needed)));
        }
        return compared(basis, candidates);
    }

    private static Answer compared(Basis basis, List<Candidate> candidates) {
        List<Candidate> two =
                candidates.subList(0, 2).stream()
                        .sorted(order(basis, Comparator.comparingDouble(Candidate::mean)))
                        .toList();
        Candidate better = two.get(0);
        Candidate worse = two.get(1);
        double difference = Math.abs(better.mean() - worse.mean());
        double error = Math.sqrt(better.meanVariance() + worse.meanVariance());
        String sentence =
                "Over reruns with other seeds %s reaches %s and %s %s: a difference of %s with a standard error of %s."
                                .formatted(
                                        better.label(),
                                        value(basis, better.mean()),
                                        worse.label(),
                                        value(basis, worse.mean()),
                                        basis.wording().difference(difference),
                                        basis.wording().difference(error))
                        + caveats(basis, candidates);
        return difference > basis.thresholds().rerunErrors() * error
                ? new Good("Yes. " + sentence)
                : new NotKnown(
                        "Not established. " + sentence,
                        "Run more seeds, or take the simpler of the two.");
    }

    /**
     * The best trial of each arm, or of each value of the scientific hyperparameter; best first.
     */
    private static List<Candidate> candidates(Basis basis) {
        StudyResults results = basis.results();
        List<Candidate> candidates = new ArrayList<>();
        List<Arm> arms = basis.outline().arms();
        if (arms.size() > 1) {
            for (Arm arm : arms) {
                results.ofArm(arm.index())
                        .best()
                        .ifPresent(
                                best -> candidates.add(Candidate.of(results, arm.label(), best)));
            }
        } else if (!basis.plots().isolations().isEmpty()) {
            IsolationPlot plot = basis.plots().isolations().get(0);
            for (IsolationPlot.Point point : plot.points()) {
                String label = plot.hyperparameter().path() + "=" + point.label();
                results.feasible().stream()
                        .filter(result -> result.trial().number() == point.bestTrial().orElse(-1))
                        .forEach(best -> candidates.add(Candidate.of(results, label, best)));
            }
        }
        candidates.sort(order(basis, Comparator.comparingDouble(Candidate::objective)));
        return candidates;
    }

    /**
     * The best trial of one scientific value.
     *
     * @param objective its best value in the study
     * @param reruns objectives of the same settings with other seeds
     */
    private record Candidate(String label, int trial, double objective, double[] reruns) {
        static Candidate of(StudyResults results, String label, FeasibleTrial best) {
            TrialRecord trial = best.trial();
            double[] reruns =
                    results.study().reruns().stream()
                            .filter(r -> r.trial() == trial.number() && r.seed() != trial.seed())
                            .mapToDouble(Rerun::objective)
                            .toArray();
            double objective = results.objective(best.cost()).orElseThrow();
            return new Candidate(label, trial.number(), objective, reruns);
        }

        double mean() {
            return Arrays.stream(reruns).average().orElseThrow();
        }

        /** The squared standard error of the mean. */
        double meanVariance() {
            return Noise.variance(reruns) / reruns.length;
        }
    }

    private static Comparator<Candidate> order(Basis basis, Comparator<Candidate> ascending) {
        return basis.wording().less() ? ascending : ascending.reversed();
    }

    private static String value(Basis basis, double objective) {
        return basis.wording().value(basis.wording().less() ? objective : -objective);
    }

    private static String caveats(Basis basis, List<Candidate> candidates) {
        StringBuilder text = new StringBuilder();
        OptionalLong examples = basis.results().study().countedExamples();
        if (basis.wording().rate() && examples.isPresent() && !candidates.isEmpty()) {
            double rate = candidates.get(0).objective();
            double error = SamplingError.ofRate(rate, examples.getAsLong());
            text.append(
                    " The validation set alone: %s on %d examples is +-%s (one standard error)."
                            .formatted(
                                    value(basis, rate),
                                    examples.getAsLong(),
                                    basis.wording().difference(error)));
        }
        if (!basis.outline().fixed().isEmpty()) {
            text.append(
                    basis.outline().fixed().entrySet().stream()
                            .map(e -> e.getKey() + "=" + e.getValue())
                            .collect(Collectors.joining(", ", " It holds only for ", ".")));
        }
        for (Advice advice : basis.outline().advice()) {
            text.append(" Caveat: ").append(advice.sentence()).append('.');
        }
        return text.toString();
    }
}
