package etude.tuner.project.rule;

import etude.tuner.project.ProjectState;
import etude.tuner.text.Quantities;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A wider or a deeper model beside the incumbent, with the optimizer retuned for each.
 *
 * @param wider whether it is the width, else the depth
 */
record LargerModel(boolean wider) implements Question {
    /** A layer of twice the width has four times the products. */
    private static final double TIMES_WIDER = 4;

    private static final double TIMES_DEEPER = 2;

    /** A key of the model, what it is now, and what is compared with it. */
    private record Size(String path, String now, String then) {}

    @Override
    public String step() {
        return wider ? "width" : "depth";
    }

    @Override
    public String title() {
        return "It is known whether a %s model is worth its time"
                .formatted(wider ? "wider" : "deeper");
    }

    @Override
    public String section() {
        return "Choosing the model architecture; Identifying scientific, nuisance, and fixed hyperparameters";
    }

    @Override
    public Optional<String> pointless(ProjectState state) {
        Optional<Size> size = size(state);
        if (size.isEmpty()) {
            return Optional.of(
                    "%s has no one key for its %s."
                            .formatted(
                                    state.incumbent().config().model().name(),
                                    wider ? "width" : "depth"));
        }
        if (state.config().keeps("model") || state.config().keeps(size.get().path)) {
            return Optional.of("project.yaml keeps %s.".formatted(size.get().path));
        }
        double seconds =
                state.trainingTime()
                        .map(time -> time.times(slowdown()))
                        .map(time -> time.seconds(state.incumbent().steps().orElse(0)))
                        .orElse(0.0);
        return seconds > state.config().runBudget().seconds()
                ? Optional.of(
                        "A run of the larger model may take %s, more than run_budget %s."
                                .formatted(
                                        Quantities.duration(seconds), state.config().runBudget()))
                : Optional.empty();
    }

    private double slowdown() {
        return wider ? TIMES_WIDER : TIMES_DEEPER;
    }

    @Override
    public String why(ProjectState state) {
        Size size = size(state).orElseThrow();
        return "The incumbent has %s %s, the smallest that was asked for; whether %s reaches more is not known."
                .formatted(size.path, size.now, size.then);
    }

    @Override
    public Design design(ProjectState state) {
        Size size = size(state).orElse(new Size("model.name", "[]", "[]"));
        return Design.of(
                        "Does a %s model reach more, the learning rate tuned for each?"
                                .formatted(wider ? "wider" : "deeper"),
                        2,
                        Design.OF_ONE,
                        List.of(
                                Parameters.scientific(
                                        size.path, "[%s, %s]".formatted(size.now, size.then)),
                                Parameters.rate(state, 4, 4)))
                .slower(slowdown());
    }

    private Optional<Size> size(ProjectState state) {
        return switch (state.incumbent().config().model().name()) {
            case "mlp" ->
                    state.incumbent()
                            .value("model.hidden")
                            .map(now -> new Size("model.hidden", now, hidden(numbers(now))));
            case "resnet" -> wider ? Optional.empty() : cifarDepth(state);
            case "wide_resnet" -> wider ? times(state, "model.width") : Optional.empty();
            case "gpt", "vit" -> times(state, wider ? "model.width" : "model.layers");
            default -> Optional.empty();
        };
    }

    private static Optional<Size> times(ProjectState state, String path) {
        return state.incumbent()
                .value(path)
                .map(now -> new Size(path, now, Integer.toString(2 * Integer.parseInt(now))));
    }

    /** 6 n + 2 layers (He et al. 2016, section 4.2). */
    private static Optional<Size> cifarDepth(ProjectState state) {
        return state.incumbent()
                .value("model.depth")
                .filter(now -> (Integer.parseInt(now) - 2) % 6 == 0)
                .map(
                        now ->
                                new Size(
                                        "model.depth",
                                        now,
                                        Integer.toString(2 * Integer.parseInt(now) - 2)));
    }

    /** Of a list as YAML has it. */
    private static List<Integer> numbers(String list) {
        return Arrays.stream(list.replaceAll("[\\[\\]\\s]", "").split(","))
                .filter(number -> !number.isEmpty())
                .map(Integer::valueOf)
                .toList();
    }

    private String hidden(List<Integer> now) {
        List<Integer> larger =
                new ArrayList<>(wider ? now.stream().map(width -> 2 * width).toList() : now);
        if (!wider && !now.isEmpty()) {
            larger.add(now.get(now.size() - 1));
        }
        return larger.toString();
    }
}
