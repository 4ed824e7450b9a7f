package etude.tuner.project.rule;

import etude.tuner.project.ProjectState;
import java.util.List;
import java.util.Optional;

/** Normalization, or residual branches that start at zero, where the model has such a key. */
record Normalization() implements Question {
    private static final String NORMALIZATION = "model.normalization";
    private static final String RESIDUAL = "model.zero_init_residual";

    @Override
    public String step() {
        return "normalization";
    }

    @Override
    public String title() {
        return "Instability that is left: normalization and residual initialization were tried";
    }

    @Override
    public String section() {
        return "Potential fixes for common instability patterns";
    }

    @Override
    public Optional<String> pointless(ProjectState state) {
        Optional<String> key = key(state);
        if (key.isEmpty()) {
            return Optional.of(
                    "The model has neither a normalization to add nor residual branches.");
        }
        if (state.config().keeps("model") || state.config().keeps(key.get())) {
            return Optional.of("project.yaml keeps %s.".formatted(key.get()));
        }
        return Instability.untreated(state).isEmpty()
                ? Optional.of(Instability.NONE_LEFT)
                : Optional.empty();
    }

    private static Optional<String> key(ProjectState state) {
        boolean none =
                state.incumbent()
                        .value(NORMALIZATION + ".name")
                        .filter(now -> now.equals("none"))
                        .isPresent();
        if (none) {
            return Optional.of(NORMALIZATION);
        }
        return state.incumbent()
                .value(RESIDUAL)
                .filter(now -> now.equals("false"))
                .map(now -> RESIDUAL);
    }

    @Override
    public String why(ProjectState state) {
        return Instability.untreated(state).orElse("");
    }

    @Override
    public Design design(ProjectState state) {
        boolean residual = key(state).filter(RESIDUAL::equals).isPresent();
        return Design.of(
                residual
                        ? "Do residual branches that start at zero train better, the learning rate tuned?"
                        : "Does layer normalization train better than none, the learning rate tuned?",
                2,
                Design.OF_ONE,
                List.of(
                        residual
                                ? Parameters.scientific(RESIDUAL, "[false, true]")
                                : Parameters.scientific(NORMALIZATION, "[none, layer_norm]"),
                        Parameters.rate(state, 4, 10)));
    }
}
