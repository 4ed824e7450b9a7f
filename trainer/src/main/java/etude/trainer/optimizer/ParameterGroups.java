package etude.trainer.optimizer;

import etude.datasets.EtudeException;
import etude.trainer.config.OptimizerConfig;
import etude.trainer.config.ParameterGroupConfig;
import etude.trainer.engine.FlatParameters;
import etude.trainer.engine.FlatParameters.Slot;
import etude.trainer.engine.Treatment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What an optimizer does with each parameter: with those of a group otherwise than with the rest. A
 * parameter belongs to the first group that matches its name.
 */
public final class ParameterGroups {
    private final OptimizerConfig config;

    private ParameterGroups(OptimizerConfig config) {
        this.config = config;
    }

    /**
     * The groups of a config.
     *
     * @throws EtudeException when one of them has no parameter of this model that is trained
     */
    public static ParameterGroups of(OptimizerConfig config, FlatParameters parameters) {
        ParameterGroups groups = new ParameterGroups(config);
        List<Slot> trained =
                parameters.trainable().stream().filter(slot -> !slot.frozen()).toList();
        if (trained.isEmpty()) {
            throw new EtudeException(
                    "initialize_from.freeze: expected something left to train, found patterns of every parameter");
        }
        Map<ParameterGroupConfig, Integer> members = new HashMap<>();
        trained.forEach(
                slot -> groups.group(slot).ifPresent(g -> members.merge(g, 1, Integer::sum)));
        config.groups().stream()
                .filter(group -> !members.containsKey(group))
                .findFirst()
                .ifPresent(
                        group -> {
                            throw new EtudeException(nothing(group, trained));
                        });
        return groups;
    }

    private static String nothing(ParameterGroupConfig group, List<Slot> trained) {
        boolean earlier =
                trained.stream().map(Slot::name).anyMatch(name -> group.pattern().matches(name));
        return "optimizer.groups: expected %s to match a parameter that is trained%s; `etude train CONFIG --parameters` lists them, such as %s"
                .formatted(
                        group.match(),
                        earlier
                                ? ", found that earlier groups have all of its"
                                : ", found none of that name",
                        trained.stream()
                                .map(Slot::name)
                                .limit(3)
                                .collect(Collectors.joining(", ")));
    }

    /** What is done with a parameter that is trained. */
    public Treatment of(Slot slot) {
        Optional<ParameterGroupConfig> group = group(slot);
        double decay =
                group.flatMap(ParameterGroupConfig::weightDecay).orElse(config.weightDecay());
        return new Treatment(
                group.map(ParameterGroupConfig::learningRateScale).orElse(1.0),
                slot.decays() || group.map(ParameterGroupConfig::decayAll).orElse(false)
                        ? decay
                        : 0);
    }

    private Optional<ParameterGroupConfig> group(Slot slot) {
        return config.groups().stream()
                .filter(group -> group.pattern().matches(slot.name()))
                .findFirst();
    }
}
