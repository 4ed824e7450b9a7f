package etude.tuner.project.rule;

import etude.tuner.project.ProjectState;
import java.util.List;
import java.util.Optional;

/** Where neither warmup nor clipping makes training stable, another optimizer may. */
record AnotherOptimizer() implements Question {
    private static final String RATE = "optimizer.learning_rate";

    /** Adam moves every weight by about its rate, momentum by that times the gradient. */
    private static final double ADAMS_LOW = 1e-4;

    private static final double ADAMS_HIGH = 1e-2;

    @Override
    public String step() {
        return "another_optimizer";
    }

    @Override
    public String title() {
        return "Instability that neither warmup nor clipping mends: another optimizer was tried";
    }

    @Override
    public String section() {
        return "Potential fixes for common instability patterns";
    }

    @Override
    public Optional<String> pointless(ProjectState state) {
        if (state.config().keeps("optimizer")) {
            return Optional.of("project.yaml keeps optimizer.");
        }
        return Instability.untreated(state).isEmpty()
                ? Optional.of(Instability.NONE_LEFT)
                : Optional.empty();
    }

    @Override
    public String why(ProjectState state) {
        return Instability.untreated(state).orElse("");
    }

    @Override
    public Design design(ProjectState state) {
        String now = state.incumbent().optimizer();
        boolean adam = now.startsWith("adam") || now.equals("nadam");
        String other = adam ? "nesterov" : "adam";
        double rate = state.incumbent().learningRate();
        return Design.of(
                "Does %s train better than %s, the learning rate tuned for each?"
                        .formatted(other, now),
                2,
                Design.OF_ONE,
                List.of(
                        Parameters.scientific("optimizer.name", "[%s, %s]".formatted(now, other)),
                        Parameters.when(
                                Parameters.nuisance(RATE, rate / 4, rate * 4, "log"),
                                "optimizer.name: " + now),
                        Parameters.when(
                                adam
                                        ? Parameters.nuisance(RATE, 0.01, 1, "log")
                                        : Parameters.nuisance(RATE, ADAMS_LOW, ADAMS_HIGH, "log"),
                                "optimizer.name: " + other)));
    }
}
