package etude.tuner.space;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.config.RunConfig;
import etude.trainer.config.bind.ConfigNode.Mapping;
import etude.trainer.config.bind.ConfigTypes;
import etude.trainer.config.bind.Place;
import etude.tuner.space.Arm.Axis;
import etude.tuner.space.Condition.Verdict;
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
 * @param parameters in the order of declaration; conditions look at earlier ones only
 * @param fixed values by path
 */
record Space(
        BaseConfig base,
        Design design,
        List<Parameter> parameters,
        Map<String, JsonNode> fixed,
        Derivations derived) {
    /** The keys of a training config that stand at its left margin. */
    static final Set<String> TOP_KEYS =
            new ConfigTypes(Map.of(), Map.of())
                    .keys(RunConfig.class, new Mapping(new Place(""), Map.of()))
                    .keySet();

    /** Whether a name is no config key but one that formulas and conditions use. */
    static boolean isVariable(String path) {
        return !path.contains(".") && !TOP_KEYS.contains(path);
    }

    /** The value of a path that no parameter has. */
    Optional<JsonNode> constant(String path) {
        return Optional.ofNullable(fixed.get(path)).or(() -> base.value(path));
    }

    Known nothingKnown() {
        return new Known(parameters, this::constant);
    }

    private boolean dividesArms(Parameter parameter) {
        return design == Design.SEPARATE && parameter.role() == Role.SCIENTIFIC;
    }

    /** One arm for each scientific configuration; in a joint design one for all. */
    List<Arm> arms() {
        List<Arm> arms = new ArrayList<>();
        divide(0, new LinkedHashMap<>(), arms);
        return arms;
    }

    private void divide(int next, Map<String, JsonNode> scientific, List<Arm> arms) {
        if (next == parameters.size()) {
            arms.add(new Arm(arms.size(), scientific, axes(scientific)));
            return;
        }
        Parameter parameter = parameters.get(next);
        if (!dividesArms(parameter) || !exists(parameter, next, scientific)) {
            divide(next + 1, scientific, arms);
            return;
        }
        for (JsonNode value : parameter.domain().all()) {
            Map<String, JsonNode> branch = new LinkedHashMap<>(scientific);
            branch.put(parameter.path(), value);
            divide(next + 1, branch, arms);
        }
    }

    private boolean exists(Parameter parameter, int index, Map<String, JsonNode> scientific) {
        Known known = nothingKnown();
        parameters.subList(0, index).forEach(earlier -> learn(earlier, scientific, known));
        return parameter.condition().judge(known) == Verdict.HOLDS;
    }

    /** The verdict on a parameter in an arm, after noting down its value as far as it is known. */
    private Verdict learn(Parameter parameter, Map<String, JsonNode> scientific, Known known) {
        Verdict verdict = parameter.condition().judge(known);
        if (verdict == Verdict.FAILS) {
            return verdict;
        }
        Optional<JsonNode> value =
                parameter.role() == Role.FIXED
                        ? Optional.of(parameter.domain().at(0))
                        : Optional.ofNullable(scientific.get(parameter.path()))
                                .filter(v -> dividesArms(parameter));
        if (value.isPresent() && verdict == Verdict.HOLDS) {
            known.put(parameter.path(), value.get());
        } else {
            known.leaveOpen(parameter.path());
        }
        return verdict;
    }

    private List<Axis> axes(Map<String, JsonNode> scientific) {
        Known known = nothingKnown();
        List<Axis> axes = new ArrayList<>();
        for (Parameter parameter : parameters) {
            Verdict verdict = learn(parameter, scientific, known);
            boolean sampled = parameter.role() != Role.FIXED && !dividesArms(parameter);
            if (sampled && verdict != Verdict.FAILS) {
                axes.add(new Axis(parameter, verdict == Verdict.HOLDS));
            }
        }
        return axes;
    }

    /**
     * The parameters that exist at one point, with their values.
     *
     * @param sampled the value of an axis, if it exists
     * @throws Refused when a path gets two values, or none
     */
    Map<String, JsonNode> choose(Arm arm, Function<Parameter, Optional<JsonNode>> sampled) {
        Known known = nothingKnown();
        for (Parameter parameter : parameters) {
            if (parameter.condition().judge(known) != Verdict.HOLDS) {
                continue;
            }
            String path = parameter.path();
            if (known.values().containsKey(path)) {
                throw new Refused(
                        path,
                        "is declared twice for "
                                + arm.label()
                                + "; give both a when: that excludes the other");
            }
            known.put(
                    path,
                    value(arm, parameter, sampled)
                            .orElseThrow(() -> new Refused(path, "has no value at this point")));
        }
        return known.values();
    }

    private Optional<JsonNode> value(
            Arm arm, Parameter parameter, Function<Parameter, Optional<JsonNode>> sampled) {
        if (parameter.role() == Role.FIXED) {
            return Optional.of(parameter.domain().at(0));
        }
        return dividesArms(parameter)
                ? Optional.ofNullable(arm.scientific().get(parameter.path()))
                : sampled.apply(parameter);
    }

    /**
     * All settings of a point: its parameters, then what is fixed, then what is derived.
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
