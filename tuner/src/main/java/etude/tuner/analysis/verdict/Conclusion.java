package etude.tuner.analysis.verdict;

import etude.trainer.config.CheckpointsConfig.Mode;
import etude.tuner.analysis.plot.IsolationPoint;
import etude.tuner.analysis.plot.PlotId;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.statistics.SamplingError;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.analysis.verdict.Answer.NotKnown;
import etude.tuner.space.Advice;
import etude.tuner.space.Arm;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Role;
import java.util.ArrayList;
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
final class Conclusion implements Question {
    private static final String QUESTION = "Does the scientific conclusion stand?";

    @Override
    public List<Verdict> ask(Basis basis) {
        String plot =
                basis.outline().hyperparameters(Role.SCIENTIFIC).stream()
                        .findFirst()
                        .map(PlotId::isolation)
                        .orElse(PlotId.BUDGET);
        return List.of(new Verdict(QUESTION, answer(basis), plot));
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
                        .ifPresent(best -> candidates.add(candidate(results, arm.label(), best)));
            }
        } else if (!basis.plots().isolations().isEmpty()) {
            Hyperparameter scientific = basis.plots().isolations().get(0).hyperparameter();
            for (IsolationPoint point : basis.plots().isolations().get(0).points()) {
                point.bestTrial()
                        .ifPresent(
                                trial ->
                                        candidates.add(
                                                Candidate.of(
                                                        results,
                                                        scientific.path() + "=" + point.label(),
                                                        trial,
                                                        point.best())));
            }
        }
        candidates.sort(order(basis, Comparator.comparingDouble(Candidate::objective)));
        return candidates;
    }

    private static Candidate candidate(StudyResults results, String label, FeasibleTrial best) {
        return Candidate.of(results, label, best.trial().number(), results.objective(best.cost()));
    }

    private static Comparator<Candidate> order(Basis basis, Comparator<Candidate> ascending) {
        boolean less = basis.outline().objective().mode() == Mode.MIN;
        return less ? ascending : ascending.reversed();
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
