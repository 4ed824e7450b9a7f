package etude.tuner.project.rule;

import etude.tuner.analysis.verdict.Answer;
import etude.tuner.project.Adoption;
import etude.tuner.project.ProjectState;
import etude.tuner.project.rule.RuleState.Due;
import etude.tuner.project.rule.RuleState.NotApplicable;
import etude.tuner.project.rule.RuleState.Satisfied;
import java.util.List;
import java.util.Optional;

/**
 * Evaluations that jump late in training: first more validation data. Decay was asked about before,
 * and a Polyak average comes next; a larger batch only by a new probe.
 */
record LateVariance() implements Rule {
    private static final String KEY = "evaluation.validation_examples";

    @Override
    public String step() {
        return "late_variance";
    }

    @Override
    public String title() {
        return "Where evaluations jump late in training, all validation examples are used";
    }

    @Override
    public String section() {
        return "Examining the training curves";
    }

    @Override
    public RuleState judge(ProjectState state) {
        Optional<String> sign = sign(state);
        boolean sampled =
                state.incumbent().value(KEY).filter(now -> !now.equals("all")).isPresent();
        if (state.config().keeps(KEY)) {
            return Rule.kept(KEY);
        }
        if (sign.isEmpty()) {
            return state.behaviour().isPresent()
                    ? new Satisfied(state.behaviour().get().lateVariance().sentence())
                    : new NotApplicable("No run of the incumbent shows how its evaluations jump.");
        }
        if (!sampled) {
            return new Satisfied(sign.get() + " All validation examples are used already.");
        }
        return new Due(
                Draft.of(
                        sign.get(),
                        new Action.Adopt(
                                Adoption.of(
                                        step(),
                                        state.behaviour().orElseThrow().run(),
                                        List.of(KEY + "=all"),
                                        sign.get())),
                        Cost.none()));
    }

    /** What jumps; empty where nothing does. */
    static Optional<String> sign(ProjectState state) {
        return state.behaviour()
                .filter(
                        found ->
                                found.lateVariance() instanceof Answer.Problem
                                        || found.lateVariance() instanceof Answer.Attention)
                .map(found -> "%s: %s".formatted(found.run(), found.lateVariance().sentence()));
    }
}
