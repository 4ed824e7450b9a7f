package etude.tuner.space;

import etude.datasets.config.Setting;
import etude.trainer.config.bind.Binder;
import etude.trainer.config.bind.ConfigNode;
import etude.trainer.config.bind.ConfigNode.Entry;
import etude.trainer.config.bind.ConfigNode.Mapping;
import etude.trainer.config.bind.ConfigNode.Sequence;
import etude.trainer.config.bind.ConfigTypes;
import etude.trainer.config.bind.Place;
import etude.trainer.config.bind.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The search space of an AlgoPerf submission ({@code algoperf/halton.py} of
 * mlcommons/algorithmic-efficiency): an object of ranges and feasible points, or a list of points.
 *
 * @param parameters nuisance hyperparameters, in the order of the file
 * @param points the points of a list
 */
record AlgoPerfSpace(List<Hyperparameter> parameters, List<Mapping> points) {
    /** How a range is spread; anything else is an error, where AlgoPerf takes it for linear. */
    enum Scaling {
        LINEAR,
        LOG
    }

    /** One hyperparameter. */
    record Range(
            @Setting(value = "Smallest value.", defaultsTo = "null") Optional<Double> min,
            @Setting(value = "Largest value.", defaultsTo = "null") Optional<Double> max,
            @Setting(value = "linear or log.", defaultsTo = "linear") Scaling scaling,
            @Setting(value = "The values, instead of a range.", defaultsTo = "[]")
                    List<ConfigNode> feasiblePoints) {}

    static AlgoPerfSpace read(ConfigNode root, Mapping paths, Problems problems) {
        if (root instanceof Sequence list) {
            return points(list, paths, problems);
        }
        List<Hyperparameter> parameters = new ArrayList<>();
        if (root instanceof Mapping ranges) {
            ranges.entries()
                    .forEach(
                            (name, entry) ->
                                    parameter(name, entry, paths, problems)
                                            .ifPresent(parameters::add));
        } else {
            problems.add(root.place(), "expected an object or a list, found " + root.describe());
        }
        return new AlgoPerfSpace(parameters, List.of());
    }

    private static Optional<Hyperparameter> parameter(
            String name, Entry entry, Mapping paths, Problems problems) {
        if (!(entry.value() instanceof Mapping written)) {
            problems.add(
                    entry.place(), name, "expected an object, found " + entry.value().describe());
            return Optional.empty();
        }
        ConfigTypes types = new ConfigTypes(Map.of(), Map.of());
        return new Binder(types, problems)
                .bind(written, Range.class)
                .flatMap(range -> declared(path(name, paths), range, entry.place(), problems));
    }

    private static Optional<Hyperparameter> declared(
            String path, Range range, Place place, Problems problems) {
        List<ConfigNode> values = range.feasiblePoints();
        Mapping always = new Mapping(place, Map.of());
        Scale scale = Scale.valueOf(range.scaling().name());
        try {
            ParameterConfig config =
                    new ParameterConfig(
                            path,
                            values.size() == 1 ? Role.FIXED : Role.NUISANCE,
                            values,
                            range.min(),
                            range.max(),
                            scale,
                            false,
                            always);
            return Optional.of(
                    new Hyperparameter(
                            path, config.role(), config.domain(), new Condition(Map.of()), place));
        } catch (IllegalArgumentException e) {
            problems.add(place, path, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static AlgoPerfSpace points(Sequence list, Mapping paths, Problems problems) {
        Map<String, List<ConfigNode>> values = new LinkedHashMap<>();
        List<Mapping> points = new ArrayList<>();
        for (ConfigNode item : list.items()) {
            if (!(item instanceof Mapping written)) {
                problems.add(item.place(), "expected an object, found " + item.describe());
                continue;
            }
            Map<String, Entry> point = new LinkedHashMap<>();
            written.entries()
                    .forEach(
                            (name, entry) -> {
                                String path = path(name, paths);
                                point.put(path, entry);
                                values.computeIfAbsent(path, p -> new ArrayList<>())
                                        .add(entry.value());
                            });
            points.add(new Mapping(written.place(), point));
        }
        List<Hyperparameter> parameters = new ArrayList<>();
        values.forEach((path, all) -> parameters.add(listed(path, all, list.place())));
        return new AlgoPerfSpace(parameters, points);
    }

    private static Hyperparameter listed(String path, List<ConfigNode> values, Place place) {
        Domain.Listed domain =
                new Domain.Listed(values.stream().map(Values::of).distinct().toList());
        Role role = domain.values().size() == 1 ? Role.FIXED : Role.NUISANCE;
        return new Hyperparameter(path, role, domain, new Condition(Map.of()), place);
    }

    private static String path(String name, Mapping paths) {
        return paths.text(name).orElse(name);
    }
}
