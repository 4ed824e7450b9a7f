package etude.tuner.space;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.config.RunConfig;
import etude.trainer.config.bind.ConfigNode.Mapping;
import etude.trainer.config.bind.ConfigTypes;
import etude.trainer.config.bind.Place;
import etude.tuner.space.Arm.Axis;
import etude.tuner.space.Condition.Truth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * All hyperparameters of a study, and what is derived from them.
 *
 * @param hyperparameters in the order of declaration; conditions look at earlier ones only
 * @param fixed values by path
 */
record Space(
        BaseConfig base,
        Design design,
        List<Hyperparameter> hyperparameters,
        Map<String, JsonNode> fixed,
        Derivations derived) {
    /** The keys of a training config that stand at its left margin. */
    static final Set<String> TOP_KEYS =
            new ConfigTypes(Map.of(), Map.of())
                    .keys(RunConfig.class, new Mapping(new Place(""), Map.of()))
                    .keySet();

    private static final int MOST_ARMS = 1000;

    /** Whether a name is no config key but one that formulas and conditions use. */
    static boolean isVariable(String path) {
        return !path.contains(".") && !TOP_KEYS.contains(path);
    }

    /** The value of a path that no hyperparameter has. */
    Optional<JsonNode> constant(String path) {
        return Optional.ofNullable(fixed.get(path)).or(() -> base.value(path));
    }

    Known nothingKnown() {
        return new Known(hyperparameters, this::constant);
    }

    private boolean dividesArms(Hyperparameter hyperparameter) {
        return design == Design.SEPARATE && hyperparameter.role() == Role.SCIENTIFIC;
    }

    /** Whether a search may choose its values: scientific ones stay evenly sampled. */
    boolean isChosenFreely(Hyperparameter hyperparameter) {
        return hyperparameter.role() == Role.NUISANCE;
    }

    /** One arm for each scientific configuration; in a joint design one for all. */
    List<Arm> arms() {
        List<Arm> arms = new ArrayList<>();
        divide(0, new LinkedHashMap<>(), arms);
        return arms;
    }

    private void divide(int next, Map<String, JsonNode> scientific, List<Arm> arms) {
        if (next == hyperparameters.size()) {
            if (arms.size() == MOST_ARMS) {
                throw new Refused(
                        "parameters",
                        "the scientific hyperparameters have more than %d combinations, each an arm with trials of its own; list fewer values, or write design: joint"
                                .formatted(MOST_ARMS));
            }
            arms.add(new Arm(arms.size(), scientific, axes(scientific)));
            return;
        }
        Hyperparameter hyperparameter = hyperparameters.get(next);
        if (!dividesArms(hyperparameter) || !exists(hyperparameter, next, scientific)) {
            divide(next + 1, scientific, arms);
            return;
        }
        for (JsonNode value : hyperparameter.domain().all()) {
            Map<String, JsonNode> branch = new LinkedHashMap<>(scientific);
            branch.put(hyperparameter.path(), value);
            divide(next + 1, branch, arms);
        }
    }

    private boolean exists(
            Hyperparameter hyperparameter, int index, Map<String, JsonNode> scientific) {
        Known known = nothingKnown();
        hyperparameters.subList(0, index).forEach(earlier -> learn(earlier, scientific, known));
        return hyperparameter.condition().judge(known) == Truth.HOLDS;
    }

    /**
     * The truth of a hyperparameter in an arm, after noting down its value as far as it is known.
     */
    private Truth learn(
            Hyperparameter hyperparameter, Map<String, JsonNode> scientific, Known known) {
        Truth truth = hyperparameter.condition().judge(known);
        if (truth == Truth.FAILS) {
            return truth;
        }
        Optional<JsonNode> value =
                hyperparameter.role() == Role.FIXED
                        ? Optional.of(hyperparameter.domain().at(0))
                        : Optional.ofNullable(scientific.get(hyperparameter.path()))
                                .filter(v -> dividesArms(hyperparameter));
        if (value.isPresent() && truth == Truth.HOLDS) {
            known.put(hyperparameter.path(), value.get());
        } else {
            known.leaveOpen(hyperparameter.path());
        }
        return truth;
    }

    private List<Axis> axes(Map<String, JsonNode> scientific) {
        Known known = nothingKnown();
        List<Axis> axes = new ArrayList<>();
        for (Hyperparameter hyperparameter : hyperparameters) {
            Truth truth = learn(hyperparameter, scientific, known);
            boolean sampled = hyperparameter.role() != Role.FIXED && !dividesArms(hyperparameter);
            if (sampled && truth != Truth.FAILS) {
                axes.add(new Axis(hyperparameter, truth == Truth.HOLDS));
            }
        }
        return axes;
    }

    /**
     * The hyperparameters that exist at one point, with their values.
     *
     * @param sampled the value of an axis, if it exists
     * @throws Refused when a path gets two values, or none
     */
    Map<String, JsonNode> choose(Arm arm, Function<Hyperparameter, Optional<JsonNode>> sampled) {
        Known known = nothingKnown();
        for (Hyperparameter hyperparameter : hyperparameters) {
            if (hyperparameter.condition().judge(known) != Truth.HOLDS) {
                continue;
            }
            String path = hyperparameter.path();
            if (known.values().containsKey(path)) {
                throw new Refused(
                        path,
                        "is declared twice for "
                                + arm.label()
                                + "; give both a when: that excludes the other");
            }
            known.put(
                    path,
                    value(arm, hyperparameter, sampled)
                            .orElseThrow(() -> new Refused(path, "has no value at this point")));
        }
        return known.values();
    }

    private Optional<JsonNode> value(
            Arm arm,
            Hyperparameter hyperparameter,
            Function<Hyperparameter, Optional<JsonNode>> sampled) {
        if (hyperparameter.role() == Role.FIXED) {
            return Optional.of(hyperparameter.domain().at(0));
        }
        return dividesArms(hyperparameter)
                ? Optional.ofNullable(arm.scientific().get(hyperparameter.path()))
                : sampled.apply(hyperparameter);
    }

    /** The values of a point that its study varies, by the ids of the hyperparameters. */
    Map<String, JsonNode> identified(Map<String, JsonNode> chosen) {
        Known known = nothingKnown();
        Map<String, JsonNode> values = new LinkedHashMap<>();
        for (Hyperparameter hyperparameter : hyperparameters) {
            JsonNode value = chosen.get(hyperparameter.path());
            if (value != null && hyperparameter.condition().judge(known) == Truth.HOLDS) {
                known.put(hyperparameter.path(), value);
                if (hyperparameter.role() != Role.FIXED) {
                    values.put(hyperparameter.id(), value);
                }
            }
        }
        return values;
    }

    /** Values that are the same in every trial, by path. */
    Map<String, JsonNode> constants() {
        Map<String, JsonNode> constants = new LinkedHashMap<>(fixed);
        hyperparameters.stream()
                .filter(h -> h.role() == Role.FIXED && h.condition().allowed().isEmpty())
                .forEach(h -> constants.put(h.path(), h.domain().at(0)));
        return constants;
    }

    /**
     * All settings of a point: its hyperparameters, then what is fixed, then what is derived.
     *
     * @throws Refused when a formula has no value
     */
    Map<String, JsonNode> settings(Map<String, JsonNode> chosen) {
        Map<String, JsonNode> settings = new LinkedHashMap<>(chosen);
        settings.putAll(fixed);
        derived.complete(settings, this::constant);
        return settings;
    }

    /** Settings as overrides of the base config. */
    static List<String> overrides(Map<String, JsonNode> settings) {
        return settings.entrySet().stream()
                .filter(setting -> !isVariable(setting.getKey()))
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .toList();
    }
}
