package etude.trainer.loop;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import etude.datasets.EtudeException;
import etude.trainer.config.InitializeFromConfig;
import etude.trainer.config.NamePattern;
import etude.trainer.config.RunConfig;
import etude.trainer.model.FrozenStatistics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Marks the parameters of a block that are not to be trained, before it is initialised. */
final class Freezing {
    private Freezing() {}

    /**
     * Freezes what a config wants frozen.
     *
     * @throws EtudeException when a pattern matches nothing that could be trained, or the model has
     *     statistics that would move all the same
     */
    static Block freeze(Block block, RunConfig config) {
        List<String> patterns =
                config.initializeFrom().map(InitializeFromConfig::freeze).orElse(List.of());
        if (patterns.isEmpty()) {
            return block;
        }
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        for (Pair<String, Parameter> entry : block.getParameters()) {
            if (entry.getValue().requiresGradient()) {
                parameters.put(entry.getKey(), entry.getValue());
            }
        }
        patterns.forEach(pattern -> freeze(parameters, pattern));
        if (!FrozenStatistics.areKept(block)) {
            throw new EtudeException(
                    "initialize_from.freeze: model %s has a batch norm of its own, which would go on changing its running statistics; freeze its other parameters, or use the normalization of Etude"
                            .formatted(config.model().name()));
        }
        return block;
    }

    private static void freeze(Map<String, Parameter> parameters, String pattern) {
        List<String> matched = new NamePattern(pattern).among(new ArrayList<>(parameters.keySet()));
        if (matched.isEmpty()) {
            throw new EtudeException(
                    "initialize_from.freeze: expected %s to match a parameter, found none of that name; `etude train CONFIG --parameters` lists them, such as %s"
                            .formatted(
                                    pattern,
                                    parameters.keySet().stream()
                                            .limit(3)
                                            .collect(Collectors.joining(", "))));
        }
        parameters.forEach(
                (name, parameter) -> {
                    if (matched.contains(name)) {
                        parameter.freeze(true);
                    }
                });
    }
}
