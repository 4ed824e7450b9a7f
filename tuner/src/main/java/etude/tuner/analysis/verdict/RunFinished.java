package etude.tuner.analysis.verdict;

import etude.tuner.analysis.result.InfeasibleTrial;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.analysis.verdict.Answer.Problem;
import etude.tuner.store.Infeasible;

/**
 * Playbook, "How can optimization failures be debugged and mitigated?": asked of a single run only.
 */
final class RunFinished {
    private RunFinished() {}

    static Answer answer(Basis basis) {
        if (basis.results().infeasible().isEmpty()) {
            return new Good(
                    "Yes, after %d steps."
                            .formatted(basis.results().feasible().get(0).totalSteps()));
        }
        InfeasibleTrial run = basis.results().infeasible().get(0);
        String sentence = "No: this run %s.".formatted(run.reason().kind().ending());
        if (run.reason().kind().isInstability()) {
            return new Problem(sentence, Remedies.instability(basis, run.trial()));
        }
        return new Problem(
                sentence,
                run.reason().kind() == Infeasible.Kind.OUT_OF_MEMORY
                        ? Remedies.memory(run.trial())
                        : "Change the settings that do not fit together.");
    }
}
