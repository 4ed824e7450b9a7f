package etude.tuner.space;

import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.Nearest;
import etude.trainer.config.bind.ConfigNode.Mapping;
import etude.trainer.config.bind.Place;
import etude.trainer.config.bind.Problems;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What makes a search space wrong, as far as it can be told without sampling it. */
final class Rules {
    /** More arms than this are a slip, or a study that nobody will finish. */
    private static final long MOST_VALUES = 100;

    /** What makes the tokens of a text others. */
    private static final Set<String> TOKENS =
            Set.of("dataset.vocabulary", "dataset.vocabulary_size", "dataset.tokenizer");

    private final Space space;
    private final Objective objective;
    private final Map<String, Place> derivedPlaces;
    private final Map<String, Place> fixedPlaces;
    private final Problems problems;

    /**
     * @param root the study file
     */
    Rules(Space space, Objective objective, Mapping root, Problems problems) {
        this.space = space;
        this.objective = objective;
        this.problems = problems;
        derivedPlaces = Written.places(root, "derived");
        fixedPlaces = Written.places(root, "fixed");
    }

    void check() {
        for (int i = 0; i < space.hyperparameters().size(); i++) {
            Hyperparameter parameter = space.hyperparameters().get(i);
            notToBeTuned(parameter.place(), parameter.path());
            role(parameter);
            used(parameter.place(), parameter.path());
            comparable(parameter);
            condition(parameter, space.hyperparameters().subList(0, i));
            once(parameter.place(), parameter.path());
        }
        derivedPlaces.forEach(this::formula);
        derivedPlaces.forEach((path, place) -> used(place, path));
        fixedPlaces.forEach((path, place) -> used(place, path));
        fixedPlaces.forEach(this::decidedElsewhere);
    }

    private void notToBeTuned(Place place, String path) {
        if (path.equals("max_train_steps")) {
            problems.add(
                    place,
                    path,
                    "must not be tuned: longer training is nearly always better, so trials could not be compared; settle it first and put it into base or fixed (playbook, \"Deciding how long to train\")");
        } else if (path.equals("seed") || path.endsWith("_seed")) {
            problems.add(
                    place,
                    path,
                    "must not be tuned: the best seed is luck, and another run will not have it; every trial gets its own from search.seed");
        } else if (path.equals("dataset.test_fraction")) {
            problems.add(
                    place,
                    path,
                    "must not be tuned: it decides which examples are there to compare trials; put it into base or fixed");
        } else {
            decidedElsewhere(path, place);
        }
    }

    /** A loss of each token, or a share of them, is lower where tokens are smaller. */
    private void comparable(Hyperparameter parameter) {
        if (TOKENS.contains(parameter.path()) && !objective.metric().endsWith("/bits_per_byte")) {
            problems.add(
                    parameter.place(),
                    parameter.path(),
                    "trials with different tokens can only be compared by bits per byte, found objective.metric %s; write objective: {metric: validation/bits_per_byte}"
                            .formatted(objective.metric()));
        }
    }

    /** Every trial gets these from its study, so that a value here would be lost. */
    private void decidedElsewhere(String path, Place place) {
        switch (path) {
            case "seed" ->
                    problems.add(
                            place, path, "every trial gets its own from search.seed; remove it");
            case "name" ->
                    problems.add(
                            place,
                            path,
                            "is no hyperparameter: trials get their names from the study; remove it");
            case "dataset.fold_in_validation" ->
                    problems.add(
                            place,
                            path,
                            "would train on the validation examples by which trials are compared; `etude tune final` does that at the end");
            case "threads", "kernels" ->
                    problems.add(
                            place,
                            path,
                            "is the same in all trials, as base says, so that no number depends on it; write it there");
            default -> {} // the study's to decide
        }
    }

    private void role(Hyperparameter parameter) {
        if (parameter.path().equals("batch_size") && parameter.role() == Role.NUISANCE) {
            problems.add(parameter.place(), "batch_size", BATCH_SIZE);
        }
        if (parameter.role() != Role.SCIENTIFIC || space.design() == Design.JOINT) {
            return;
        }
        if (parameter.domain().size().orElse(Long.MAX_VALUE) > MOST_VALUES) {
            problems.add(
                    parameter.place(),
                    parameter.path(),
                    "one arm per value needs a list of values: (at most %d); for a range, write design: joint"
                            .formatted(MOST_VALUES));
        }
        space.hyperparameters().stream()
                .filter(other -> other.role() == Role.NUISANCE)
                .filter(other -> parameter.condition().allowed().containsKey(other.path()))
                .forEach(
                        other ->
                                problems.add(
                                        parameter.place(),
                                        parameter.path(),
                                        "a scientific hyperparameter cannot depend on the nuisance hyperparameter %s, or arms would differ from point to point; write design: joint"
                                                .formatted(other.path())));
    }

    private static final String BATCH_SIZE =
            "must not be tuned for the best validation result: it decides the speed, and other hyperparameters can be tuned to any size; use the largest that fits, or make it scientific (playbook, \"Choosing the batch size\")";

    private void used(Place place, String path) {
        if (Space.isVariable(path) && !isUsed(path)) {
            problems.add(
                    place,
                    path,
                    "is no config key, and no formula or condition uses it"
                            + Nearest.hint(path, Space.TOP_KEYS, "config keys"));
        }
    }

    private boolean isUsed(String path) {
        return space.derived().isRead(path)
                || space.hyperparameters().stream()
                        .anyMatch(other -> other.condition().allowed().containsKey(path));
    }

    private void condition(Hyperparameter parameter, List<Hyperparameter> earlier) {
        parameter
                .condition()
                .allowed()
                .forEach((path, values) -> condition(parameter, path, values, earlier));
    }

    private void condition(
            Hyperparameter parameter,
            String path,
            List<JsonNode> values,
            List<Hyperparameter> earlier) {
        List<Hyperparameter> declared =
                earlier.stream().filter(other -> other.path().equals(path)).toList();
        String key = parameter.path() + ": when." + path;
        boolean later =
                declared.isEmpty()
                        && space.hyperparameters().stream().anyMatch(p -> p.path().equals(path));
        if (later) {
            problems.add(parameter.place(), key, "must be declared before what depends on it");
        } else if (derivedPlaces.containsKey(path)) {
            problems.add(
                    parameter.place(), key, "is derived; name the hyperparameters that it follows");
        } else if (declared.isEmpty() && space.constant(path).isEmpty()) {
            problems.add(
                    parameter.place(), key, "unknown key" + Nearest.hint(path, known(), "known"));
        }
        for (JsonNode value : values) {
            Optional<Hyperparameter> other = declared.stream().findFirst();
            if (other.isPresent() && declared.stream().noneMatch(p -> p.domain().contains(value))) {
                problems.add(
                        parameter.place(),
                        key,
                        "%s is no value of %s".formatted(Values.text(value), path)
                                + hint(value, other.get().domain()));
            }
        }
    }

    private static String hint(JsonNode value, Domain domain) {
        return domain instanceof Domain.Listed listed
                ? Nearest.hint(
                        Values.text(value),
                        listed.values().stream().map(Values::text).toList(),
                        "its values")
                : "";
    }

    private void once(Place place, String path) {
        if (space.fixed().containsKey(path)) {
            problems.add(place, path, "is in fixed: too; remove it from one of them");
        }
    }

    private void formula(String path, Place place) {
        notToBeTuned(place, path);
        once(place, path);
        if (space.hyperparameters().stream().anyMatch(p -> p.path().equals(path))) {
            problems.add(place, path, "is in parameters: too; remove it from one of them");
        }
        for (String name : space.derived().names(path)) {
            if (!known().contains(name) && space.base().value(name).isEmpty()) {
                problems.add(
                        place,
                        path,
                        "unknown name " + name + Nearest.hint(name, known(), "known names"));
            }
        }
        Set<String> sources = space.derived().sources(path);
        if (path.equals("batch_size")
                && space.hyperparameters().stream()
                        .anyMatch(p -> p.role() == Role.NUISANCE && sources.contains(p.path()))) {
            problems.add(place, path, BATCH_SIZE);
        }
    }

    private Set<String> known() {
        Set<String> known = new LinkedHashSet<>();
        space.hyperparameters().forEach(parameter -> known.add(parameter.path()));
        known.addAll(space.fixed().keySet());
        known.addAll(derivedPlaces.keySet());
        known.addAll(space.base().paths());
        return known;
    }
}
