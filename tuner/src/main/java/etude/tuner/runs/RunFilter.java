package etude.tuner.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import etude.datasets.Nearest;
import etude.trainer.metrics.Measurement;
import etude.trainer.run.Ranking;
import etude.tuner.space.Formula;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which runs a condition holds for, such as {@code best < 0.05 && optimizer.name == "adam"}. A run
 * that lacks a value the condition reads, as the depth of a model without layers, is left out.
 */
public final class RunFilter {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String TAG = "tags.";

    /** What every run may have, besides its tags and the settings of its config. */
    private static final List<String> FACTS =
            List.of(
                    "name",
                    "run",
                    "status",
                    "steps",
                    "metric",
                    "best",
                    "best_step",
                    "seconds",
                    "bytes",
                    "note");

    private final Formula condition;

    /**
     * @throws IllegalArgumentException with a sentence, when it cannot be read
     */
    public RunFilter(String condition) {
        this.condition = Formula.condition(condition);
    }

    /** The names that a condition may use besides settings, for help. */
    public static String names() {
        return String.join(", ", FACTS) + ", tags.TAG";
    }

    /**
     * Those it holds for, in their order.
     *
     * @throws IllegalArgumentException with a sentence, when it reads what no run has, or compares
     *     what cannot be compared
     */
    public List<ListedRun> of(List<ListedRun> runs) {
        Set<String> known = new TreeSet<>(FACTS);
        runs.forEach(run -> known.addAll(run.settings().keySet()));
        for (String name : condition.names()) {
            if (!runs.isEmpty() && !isTag(name) && !known.contains(name)) {
                throw new IllegalArgumentException(
                        "no run has \"%s\"%s"
                                .formatted(
                                        name,
                                        Nearest.to(name, known)
                                                .map("; did you mean %s?"::formatted)
                                                .orElse(
                                                        "; expected a key of a config, or one of: "
                                                                + names())));
            }
        }
        return runs.stream().filter(this::holds).toList();
    }

    private static boolean isTag(String name) {
        return name.startsWith(TAG);
    }

    private boolean holds(ListedRun run) {
        Map<String, JsonNode> values = values(run);
        for (String name : condition.names()) {
            if (isTag(name)) {
                boolean tagged = run.labels().tags().contains(name.substring(TAG.length()));
                values.put(name, NODES.booleanNode(tagged));
            }
        }
        return values.keySet().containsAll(condition.names()) && condition.holds(values);
    }

    private static Map<String, JsonNode> values(ListedRun run) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        run.settings()
                .forEach(
                        (path, value) -> {
                            if (!value.isNull()) {
                                values.put(path, value);
                            }
                        });
        values.put("name", NODES.textNode(run.name()));
        values.put("run", NODES.textNode(run.root().toString()));
        values.put("status", NODES.textNode(run.state().id()));
        values.put("steps", NODES.numberNode(run.steps()));
        Optional<String> metric = run.ranking().map(Ranking::metric);
        metric.ifPresent(known -> values.put("metric", NODES.textNode(known)));
        run.bestValue().ifPresent(best -> values.put("best", NODES.numberNode(best)));
        run.best()
                .map(Measurement::step)
                .ifPresent(step -> values.put("best_step", NODES.numberNode(step)));
        run.seconds().ifPresent(seconds -> values.put("seconds", NODES.numberNode(seconds)));
        values.put("bytes", NODES.numberNode(run.bytes()));
        values.put("note", NODES.textNode(run.note()));
        return values;
    }
}
