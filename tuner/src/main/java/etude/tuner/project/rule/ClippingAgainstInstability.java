package etude.tuner.project.rule;

import etude.tuner.project.ProcedureFinding;
import etude.tuner.project.ProjectState;
import etude.tuner.project.rule.RuleState.NotApplicable;
import java.util.Optional;

/** The second treatment of instability: clipping gradients, where no warmup helps. */
record ClippingAgainstInstability() implements Rule {
    private static final String KEY = "gradient_clipping";

    @Override
    public String step() {
        return "clipping";
    }

    @Override
    public String title() {
        return "Instability that warmup does not mend: clipping was tried";
    }

    @Override
    public String section() {
        return "Gradient clipping";
    }

    @Override
    public RuleState judge(ProjectState state) {
        Optional<ProcedureFinding> warmup =
                Optional.ofNullable(state.procedures().get(Instability.WARMUP));
        if (Instability.unstableRate(state).isEmpty()) {
            return new NotApplicable("No instability was found that clipping would treat.");
        }
        if (warmup.filter(found -> found.ended() && Instability.isNoneStable(found)).isEmpty()) {
            return new NotApplicable(
                    warmup.isPresent()
                            ? "A warmup made higher learning rates stable, so there is nothing left to clip."
                            : "Warmup comes first.");
        }
        return Instability.judge(
                state,
                this,
                Instability.CLIPPING,
                KEY,
                "No warmup makes training stable (%s); clipping gradients is the next remedy."
                        .formatted(warmup.orElseThrow().folder()));
    }
}
