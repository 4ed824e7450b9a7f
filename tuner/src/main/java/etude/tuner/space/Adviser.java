package etude.tuner.space;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import etude.trainer.config.ConfigException;
import etude.trainer.config.RunConfig;
import etude.tuner.space.Arm.Axis;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The playbook's rules that a study may break, at the price of a caveat on its conclusions. */
final class Adviser {
    /** In 1 or 2 dimensions a grid is acceptable (playbook; Bergstra and Bengio 2012). */
    private static final int GRID_DIMENSIONS = 2;

    /** Configs that are tried in all arms together, in a moment. */
    private static final int MOST_TRIED = 100;

    private static final String OPTIMIZER = "optimizer";

    private final Space space;
    private final Sampler sampler;
    private final Algorithm algorithm;
    private final Set<Advice> advice = new LinkedHashSet<>();

    Adviser(Space space, Sampler sampler, Algorithm algorithm) {
        this.space = space;
        this.sampler = sampler;
        this.algorithm = algorithm;
    }

    /** Everything worth saying, each sentence once. */
    List<Advice> on(List<Arm> arms, long trials) {
        severalScientific();
        adaptive();
        advice.addAll(Regularizers.advice(space));
        for (Arm arm : arms) {
            grid(arm, trials);
            unfit(arm, Math.min(trials, Math.max(1, MOST_TRIED / arms.size())));
            byOptimizer(arm, trials)
                    .forEach(
                            (name, points) -> {
                                TunedOptimizer optimizer = optimizer(arm, name, points);
                                fixedOptimizer(optimizer);
                                optimizer.budget(points.size()).ifPresent(advice::add);
                            });
        }
        return List.copyOf(advice);
    }

    private void adaptive() {
        if (algorithm.isAdaptive()) {
            advice.add(
                    new Advice(
                            "adaptive_points",
                            "points follow the results, so they are no even sample of the space: the report asks nothing that needs one; explore with algorithm: quasi_random first, and where many trials run at once, which then know little of each other, prefer it with twice the trials"));
        }
    }

    private void severalScientific() {
        Set<String> paths = scientificPaths();
        if (paths.size() > 1) {
            advice.add(
                    new Advice(
                            "several_scientific",
                            "%d scientific hyperparameters (%s): a study answers one question at a time; make the others nuisance or fixed, or split the study"
                                    .formatted(paths.size(), String.join(", ", paths))));
        }
    }

    private Set<String> scientificPaths() {
        Set<String> paths = new LinkedHashSet<>();
        space.hyperparameters().stream()
                .filter(hyperparameter -> hyperparameter.role() == Role.SCIENTIFIC)
                .forEach(hyperparameter -> paths.add(hyperparameter.path()));
        return paths;
    }

    private void grid(Arm arm, long trials) {
        if (algorithm != Algorithm.GRID) {
            return;
        }
        if (arm.axes().size() > GRID_DIMENSIONS) {
            advice.add(
                    new Advice(
                            "grid_dimensions",
                            "a grid in %d dimensions tries few values of each hyperparameter; beyond 2 dimensions use algorithm: quasi_random"
                                    .formatted(arm.axes().size())));
        }
        long size = sampler.size(arm).orElse(Long.MAX_VALUE);
        if (size > trials) {
            advice.add(
                    new Advice(
                            "grid_cut",
                            "trials: %d tries only the first of the %d combinations of the grid of %s; raise trials, make the grid smaller, or use algorithm: quasi_random, which covers the space with any number of trials"
                                    .formatted(trials, size, arm.label())));
        }
    }

    /** Ends of ranges that work do not mean that all between them does. */
    private void unfit(Arm arm, long count) {
        List<Map<String, JsonNode>> points = sampler.first(arm, count);
        List<String> sentences = new ArrayList<>();
        for (Map<String, JsonNode> point : points) {
            config(point, sentences::add);
        }
        if (!sentences.isEmpty()) {
            advice.add(
                    new Advice(
                            "unfit_points",
                            "%s: %d of the first %d points will be infeasible, since settings do not fit together (such as %s); change the ranges, or derive one setting from another"
                                    .formatted(
                                            arm.label(),
                                            sentences.size(),
                                            points.size(),
                                            sentences.get(0))));
        }
    }

    /** The training config of a point, where its settings fit together. */
    private Optional<RunConfig> config(Map<String, JsonNode> point, Consumer<String> problem) {
        try {
            return Optional.of(space.base().with(Space.overrides(space.settings(point))));
        } catch (Refused e) {
            throw e;
        } catch (ConfigException e) {
            problem.accept(e.problems().get(0));
            return Optional.empty();
        }
    }

    /** The planned points of an arm by the optimizer that they train with. */
    private Map<String, List<Map<String, JsonNode>>> byOptimizer(Arm arm, long trials) {
        Map<String, List<Map<String, JsonNode>>> groups = new LinkedHashMap<>();
        for (Map<String, JsonNode> point : sampler.first(arm, trials)) {
            String name =
                    Optional.ofNullable(space.settings(point).get("optimizer.name"))
                            .or(() -> space.constant("optimizer.name"))
                            .map(JsonNode::asText)
                            .orElse("");
            groups.computeIfAbsent(name, n -> new ArrayList<>()).add(point);
        }
        return groups;
    }

    private TunedOptimizer optimizer(Arm arm, String name, List<Map<String, JsonNode>> points) {
        JsonNode config =
                points.stream()
                        .limit(MOST_TRIED)
                        .flatMap(point -> config(point, problem -> {}).stream())
                        .findFirst()
                        .flatMap(found -> BaseConfig.find(BaseConfig.resolved(found), OPTIMIZER))
                        .orElse(MissingNode.getInstance());
        Set<String> axes = new LinkedHashSet<>();
        for (Axis axis : arm.axes()) {
            String path = axis.hyperparameter().path();
            if (points.stream().anyMatch(point -> point.containsKey(path))) {
                axes.add(path);
            }
        }
        Set<String> scientific = scientificPaths();
        Set<String> compared = new LinkedHashSet<>(axes);
        compared.addAll(arm.scientific().keySet());
        List<String> tuned = new ArrayList<>();
        List<String> untouched = new ArrayList<>();
        config.properties()
                .forEach(
                        member -> {
                            String path = OPTIMIZER + "." + member.getKey();
                            Set<String> sources = space.derived().sources(path);
                            if (sources.stream().anyMatch(axes::contains)) {
                                tuned.add(member.getKey());
                            }
                            if (sources.stream().anyMatch(compared::contains)
                                    || !member.getValue().isNumber()
                                    || isAbsentDecay(member.getKey(), member.getValue())) {
                                return;
                            }
                            Optional<Hyperparameter> elsewhere = switchedOff(sources, scientific);
                            if (elsewhere.isEmpty()) {
                                untouched.add(path);
                            } else if (member.getValue().asDouble() != 0) {
                                notOff(arm, path, member.getValue(), elsewhere.get());
                            }
                        });
        return new TunedOptimizer(name, arm, tuned, untouched);
    }

    /**
     * What gives a value in other arms only, where that is the question: by a scientific name that
     * is no config key itself, such as {@code use_decay}.
     */
    private Optional<Hyperparameter> switchedOff(Set<String> sources, Set<String> scientific) {
        return space.hyperparameters().stream()
                .filter(one -> sources.contains(one.path()))
                .filter(
                        one ->
                                one.condition().allowed().keySet().stream()
                                        .anyMatch(
                                                key ->
                                                        scientific.contains(key)
                                                                && Space.isVariable(key)))
                .findFirst();
    }

    private void notOff(Arm arm, String path, JsonNode value, Hyperparameter elsewhere) {
        advice.add(
                new Advice(
                        "base_value",
                        "%s trains with the base config's %s %s, which is varied only%s; where the arm is to do without it, set it to 0 in the base config"
                                .formatted(
                                        arm.label(),
                                        path,
                                        Values.text(value),
                                        elsewhere.condition().text())));
    }

    /** No weight decay is a choice of regularization, not a value left untuned. */
    private static boolean isAbsentDecay(String key, JsonNode value) {
        return key.equals("weight_decay") && value.asDouble() == 0;
    }

    private void fixedOptimizer(TunedOptimizer optimizer) {
        if (scientificPaths().isEmpty() || optimizer.untouched().isEmpty()) {
            return;
        }
        advice.add(
                new Advice(
                        "fixed_optimizer",
                        "with optimizer %s, fixed beside the scientific %s: %s; optimizer hyperparameters interact with most changes and should not be fixed, so conclusions hold for these values only"
                                .formatted(
                                        optimizer.name(),
                                        String.join(", ", scientificPaths()),
                                        String.join(", ", optimizer.untouched()))));
    }
}
