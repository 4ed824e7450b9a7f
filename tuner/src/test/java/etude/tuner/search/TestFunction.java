package etude.tuner.search;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.model.ModelRegistry;
import etude.tuner.space.Study;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Functions whose lowest value is known, as objectives of studies that train nothing. */
@SuppressWarnings("ImmutableEnumChecker") // the list is
enum TestFunction {
    /** Branin (Dixon and Szegoe 1978), with three minima. */
    BRANIN(0.39788735772973816, "min: -5, max: 10", "min: 0, max: 15") {
        @Override
        OptionalDouble at(double[] x) {
            double b = 5.1 / (4 * Math.PI * Math.PI);
            double c = 5 / Math.PI;
            double inner = x[1] - b * x[0] * x[0] + c * x[0] - 6;
            return OptionalDouble.of(
                    inner * inner + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x[0]) + 10);
        }
    },

    /** Branin where a third of the space is infeasible, one of the three minima with it. */
    BRANIN_INFEASIBLE(0.39788735772973816, "min: -5, max: 10", "min: 0, max: 15") {
        @Override
        OptionalDouble at(double[] x) {
            return x[0] - 0.4 * x[1] > 2.2 ? OptionalDouble.empty() : BRANIN.at(x);
        }
    },

    /** Hartmann's function of 6 dimensions (1973). */
    HARTMANN6(-3.322368011415515, unit(6)) {
        @Override
        OptionalDouble at(double[] x) {
            double sum = 0;
            for (int i = 0; i < HARTMANN_WEIGHTS.length; i++) {
                double inner = 0;
                for (int j = 0; j < x.length; j++) {
                    double distance = x[j] - HARTMANN_PLACES[i][j];
                    inner += HARTMANN_SCALES[i][j] * distance * distance;
                }
                sum += HARTMANN_WEIGHTS[i] * Math.exp(-inner);
            }
            return OptionalDouble.of(-sum);
        }
    },

    /** Ackley's function (1987) of 5 dimensions, with a third of the space infeasible. */
    ACKLEY5_INFEASIBLE(0, all(5, "min: -10, max: 15")) {
        @Override
        OptionalDouble at(double[] x) {
            double squares = 0;
            double waves = 0;
            double sum = 0;
            for (double one : x) {
                squares += one * one / x.length;
                waves += Math.cos(2 * Math.PI * one) / x.length;
                sum += one;
            }
            return sum > 19.5
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(
                            -20 * Math.exp(-0.2 * Math.sqrt(squares))
                                    - Math.exp(waves)
                                    + 20
                                    + Math.E);
        }
    },

    /** Two choices, two whole numbers and four continuous numbers; all interact. */
    MIXED(
            0,
            "values: [a, b, c]",
            "values: [p, q, r, s]",
            "min: 1, max: 8, integer: true",
            "min: 1, max: 64, integer: true, scale: log",
            "min: 0, max: 1",
            "min: 0, max: 1",
            "min: 0, max: 1",
            "min: 0, max: 1") {
        @Override
        OptionalDouble at(double[] x) {
            double[] centers = {0.2, 0.55, 0.8};
            double[] shifts = {0.3, 0, 0.1, 0.5};
            double center = centers[(int) x[0]];
            double size = (x[2] - 5) / 7;
            double width = Math.log(x[3] / 16) / Math.log(64);
            double rest = 0;
            for (int i = 4; i < 8; i++) {
                double distance = x[i] - center - 0.05 * (i - 5.5);
                rest += (i - 3) * distance * distance;
            }
            double choices = shifts[(int) x[1]] + (x[0] == 1 ? 0 : 0.25);
            double joint = width + 0.5 * size;
            return OptionalDouble.of(
                    choices + size * size + 2 * joint * joint + rest * (1 + shifts[(int) x[1]]));
        }
    };

    private static final double[] HARTMANN_WEIGHTS = {1, 1.2, 3, 3.2};
    private static final double[][] HARTMANN_SCALES = {
        {10, 3, 17, 3.5, 1.7, 8},
        {0.05, 10, 17, 0.1, 8, 14},
        {3, 3.5, 1.7, 10, 17, 8},
        {17, 8, 0.05, 10, 0.1, 14}
    };
    private static final double[][] HARTMANN_PLACES = {
        {0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886},
        {0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991},
        {0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650},
        {0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381}
    };

    private static final String BASE =
            """
            name: base
            dataset: {name: generated}
            model: {name: mlp}
            batch_size: 128
            max_train_steps: 500
            optimizer: {name: momentum, learning_rate: 0.05}
            """;

    private final double lowest;
    private final List<String> domains;

    TestFunction(double lowest, String... domains) {
        this.lowest = lowest;
        this.domains = List.of(domains);
    }

    /** The value at the numbers of a point, choices by their places; empty where infeasible. */
    abstract OptionalDouble at(double[] x);

    double lowest() {
        return lowest;
    }

    int dimensions() {
        return domains.size();
    }

    private static String[] unit(int count) {
        return all(count, "min: 0, max: 1");
    }

    private static String[] all(int count, String domain) {
        return IntStream.range(0, count).mapToObj(i -> domain).toArray(String[]::new);
    }

    /** A study of so many trials whose points this function judges. */
    Study study(String search, int trials) {
        StringBuilder text = new StringBuilder();
        text.append("name: s\ngoal: Where is the minimum?\nbase: base.yaml\n");
        text.append("objective: {metric: validation/loss}\n");
        text.append("search: {").append(search).append("}\ntrials: ").append(trials);
        text.append("\nparameters:\n");
        List<String> numbers = new ArrayList<>();
        List<String> choices = new ArrayList<>();
        for (int d = 0; d < domains.size(); d++) {
            text.append("  - {path: x%d, role: nuisance, %s}\n".formatted(d, domains.get(d)));
            if (names(d).isEmpty()) {
                numbers.add("0 * x" + d);
            } else {
                choices.add("x%d: %s".formatted(d, names(d).get(0)));
            }
        }
        if (!choices.isEmpty()) { // a name must be used for something
            text.append(
                    "  - {path: logging.every, role: fixed, values: [10], when: {%s}}\n"
                            .formatted(String.join(", ", choices)));
        }
        text.append("derived: {optimizer.learning_rate: '0.05 + ")
                .append(String.join(" + ", numbers))
                .append("'}\n");
        Map<Path, String> texts =
                Map.of(Path.of("study.yaml"), text.toString(), Path.of("base.yaml"), BASE);
        return Study.read(
                Path.of("study.yaml"), ModelRegistry.load(), p -> texts.getOrDefault(p, ""));
    }

    private List<String> names(int dimension) {
        String domain = domains.get(dimension);
        return domain.startsWith("values")
                ? List.of(domain.replaceAll("values: \\[|\\]", "").split(", "))
                : List.of();
    }

    /** What a point comes to. */
    OptionalDouble at(Study study, Map<String, JsonNode> values) {
        double[] x = new double[dimensions()];
        for (int d = 0; d < x.length; d++) {
            JsonNode value = Optional.ofNullable(values.get("x" + d)).orElseThrow();
            x[d] = value.isNumber() ? value.asDouble() : names(d).indexOf(value.asText());
        }
        return at(x);
    }
}
