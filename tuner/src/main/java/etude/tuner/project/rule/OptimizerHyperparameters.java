package etude.tuner.project.rule;

import etude.tuner.project.ProjectState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The optimizer's other hyperparameters, as many as there are trials for (playbook, FAQ "Why ...
 * Adam"): of Adam the rate alone below 10 trials, beta1 from 10, epsilon from 25, beta2 from 100.
 */
record OptimizerHyperparameters() implements Question {
    private static final String KEY = "optimizer";
    private static final String PRESENCE = "tune_optimizer";
    private static final int FOR_BETA1 = 10;
    private static final int FOR_EPSILON = 25;
    private static final int FOR_BETA2 = 100;
    private static final List<Integer> LEVELS = List.of(25, 18, 12, 10);

    @Override
    public String step() {
        return KEY;
    }

    @Override
    public String title() {
        return "The optimizer's hyperparameters are tuned, the best inside the ranges";
    }

    @Override
    public String section() {
        return "What are the update rules for all the popular optimization algorithms?; Identifying bad search space boundaries";
    }

    @Override
    public Optional<String> pointless(ProjectState state) {
        if (state.config().keeps(KEY)) {
            return Optional.of("project.yaml keeps %s.".formatted(KEY));
        }
        return lines(state, FOR_BETA1).isEmpty()
                ? Optional.of(
                        "%s has none but the learning rate."
                                .formatted(state.incumbent().optimizer()))
                : Optional.empty();
    }

    @Override
    public String why(ProjectState state) {
        return "Of the optimizer (%s) only the learning rate has been tuned."
                .formatted(state.incumbent().optimizer());
    }

    @Override
    public Design design(ProjectState state) {
        return new Design(
                "Does tuning the other hyperparameters of %s beside its learning rate help?"
                        .formatted(state.incumbent().optimizer()),
                trials -> "quasi_random",
                trials -> parameters(state, trials),
                2,
                LEVELS,
                Pace.ofIncumbent());
    }

    /** No hyperparameter is added: the optimizer has them all. */
    @Override
    public boolean addsComplexity() {
        return false;
    }

    @Override
    public List<String> searchedFurther(ProjectState state) {
        return lines(state, FOR_BETA1);
    }

    private static List<String> parameters(ProjectState state, int trials) {
        List<String> parameters = new ArrayList<>();
        parameters.add(Parameters.scientific(PRESENCE, "[false, true]"));
        lines(state, trials)
                .forEach(line -> parameters.add(Parameters.when(line, PRESENCE + ": true")));
        parameters.add(Parameters.rate(state, 10, 10));
        return parameters;
    }

    private static List<String> lines(ProjectState state, int trials) {
        List<String> lines = new ArrayList<>();
        switch (state.incumbent().optimizer()) {
            case "momentum", "nesterov" ->
                    lines.add(nuisance("momentum", 0.8, 0.99, "one_minus_log"));
            case "rmsprop" -> {
                lines.add(nuisance("rho", 0.8, 0.999, "one_minus_log"));
                if (trials >= FOR_EPSILON) {
                    lines.add(nuisance("epsilon", 1e-8, 1e-2, "log"));
                }
            }
            case "adam", "nadam", "adamw" -> {
                lines.add(nuisance("beta1", 0.8, 0.99, "one_minus_log"));
                if (trials >= FOR_EPSILON) {
                    lines.add(nuisance("epsilon", 1e-8, 1e-2, "log"));
                }
                if (trials >= FOR_BETA2) {
                    lines.add(nuisance("beta2", 0.9, 0.9999, "one_minus_log"));
                }
            }
            default -> {}
        }
        return lines;
    }

    private static String nuisance(String name, double low, double high, String scale) {
        return Parameters.nuisance(KEY + "." + name, low, high, scale);
    }
}
