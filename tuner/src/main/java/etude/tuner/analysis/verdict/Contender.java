package etude.tuner.analysis.verdict;

import etude.tuner.analysis.plot.IsolationPlot;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.record.Rerun;
import etude.tuner.space.Arm;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One scientific value, or bucket of values, with its trials.
 *
 * @param label such as {@code optimizer.name=adam}
 */
public record Contender(String label, StudyResults results) {
    /** As many infeasible trials and no other: with fewer that may be bad luck. */
    private static final int ENOUGH = 5;

    /** Those of a study, best first; none where nothing scientific varies. */
    static List<Contender> of(StudyResults results) {
        List<Contender> contenders = new ArrayList<>();
        List<Arm> arms = results.study().outline().arms();
        Optional<Hyperparameter> scientific =
                results.study().outline().hyperparameters(Role.SCIENTIFIC).stream().findFirst();
        if (arms.size() > 1) {
            arms.forEach(
                    arm -> contenders.add(new Contender(arm.label(), results.ofArm(arm.index()))));
        } else if (scientific.isPresent()) {
            IsolationPlot.groups(results, scientific.get())
                    .forEach(
                            (value, group) ->
                                    contenders.add(
                                            new Contender(
                                                    scientific.get().path() + "=" + value, group)));
        }
        contenders.sort(
                Comparator.comparingDouble(
                        c -> c.best().map(FeasibleTrial::cost).orElse(Double.POSITIVE_INFINITY)));
        return contenders;
    }

    /** Its best trial; empty where none is feasible. */
    public Optional<FeasibleTrial> best() {
        return results.best();
    }

    /** Whether it was tried often enough to say that it does not train. */
    public boolean neverTrains() {
        return results.feasible().isEmpty() && results.infeasible().size() >= ENOUGH;
    }

    /** The costs of its best settings, trained again with other seeds. */
    double[] reruns() {
        return best().map(FeasibleTrial::trial).stream()
                .flatMap(
                        trial ->
                                results.study().reruns().stream()
                                        .filter(r -> r.trial() == trial.number())
                                        .filter(r -> r.seed() != trial.seed()))
                .map(Rerun::objective)
                .mapToDouble(results::cost)
                .toArray();
    }
}
