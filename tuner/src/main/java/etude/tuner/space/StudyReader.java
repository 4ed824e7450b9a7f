package etude.tuner.space;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigText;
import etude.trainer.config.bind.Binder;
import etude.trainer.config.bind.ConfigNode;
import etude.trainer.config.bind.ConfigNode.Mapping;
import etude.trainer.config.bind.ConfigNode.Scalar;
import etude.trainer.config.bind.ConfigNode.Sequence;
import etude.trainer.config.bind.ConfigTypes;
import etude.trainer.config.bind.Place;
import etude.trainer.config.bind.Problems;
import etude.trainer.config.bind.YamlReader;
import etude.trainer.model.ModelRegistry;
import etude.tuner.space.Arm.Axis;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Makes a {@link Study} from its files, or lists everything that is wrong with them. */
final class StudyReader {
    private final Path file;
    private final ModelRegistry models;
    private final Function<Path, String> texts;
    private final Problems problems = new Problems();

    StudyReader(Path file, ModelRegistry models, Function<Path, String> texts) {
        this.file = file;
        this.models = models;
        this.texts = texts;
    }

    /** Checks in stages: what a stage finds would only confuse the next one. */
    Study read() {
        Optional<Mapping> root = ConfigText.root(texts.apply(file), file.toString(), problems);
        Optional<StudyConfig> bound =
                root.flatMap(r -> new Binder(types(), problems).bind(r, StudyConfig.class));
        throwProblems();
        Mapping written = root.orElseThrow();
        StudyConfig config = bound.orElseThrow();
        Path baseFile = file.resolveSibling(config.base()).normalize();
        BaseConfig base = new BaseConfig(texts.apply(baseFile), baseFile.toString(), models);
        Optional<AlgoPerfSpace> algoperf = config.algoperf().map(this::algoPerf);
        Space space = space(config, written, base, algoperf);
        throwProblems();
        new Rules(space, written, problems).check();
        throwProblems();
        return study(config, written, space, algoperf);
    }

    static ConfigTypes types() {
        return new ConfigTypes(Map.of(), Map.of());
    }

    private AlgoPerfSpace algoPerf(AlgoPerfConfig config) {
        Path json = file.resolveSibling(config.file()).normalize();
        Optional<ConfigNode> root =
                YamlReader.read(
                        texts.apply(json), line -> new Place(json.toString(), line), problems);
        return root.map(node -> AlgoPerfSpace.read(node, config.paths(), problems))
                .orElse(new AlgoPerfSpace(List.of(), List.of()));
    }

    private Space space(
            StudyConfig config, Mapping root, BaseConfig base, Optional<AlgoPerfSpace> algoperf) {
        List<Hyperparameter> parameters = new ArrayList<>();
        List<ConfigNode> places =
                root.get("parameters").map(list -> ((Sequence) list).items()).orElse(List.of());
        for (int i = 0; i < places.size(); i++) {
            ParameterConfig parameter = config.parameters().get(i);
            parameters.add(
                    new Hyperparameter(
                            parameter.path(),
                            parameter.role(),
                            parameter.domain(),
                            condition(parameter.when()),
                            places.get(i).place()));
        }
        algoperf.ifPresent(imported -> parameters.addAll(imported.parameters()));
        if (parameters.isEmpty()) {
            problems.add(root.place(), "parameters: a study needs at least one hyperparameter");
        }
        Map<String, JsonNode> fixed = new LinkedHashMap<>();
        config.fixed().entries().forEach((path, e) -> fixed.put(path, Values.of(e.value())));
        return new Space(
                base,
                config.design(),
                Hyperparameter.identified(parameters),
                fixed,
                derivations(config.derived()));
    }

    /** {@code when: {optimizer.name: [adam, nadam]}}; a plain value is a list of one. */
    private static Condition condition(Mapping when) {
        Map<String, List<JsonNode>> allowed = new LinkedHashMap<>();
        when.entries()
                .forEach(
                        (path, entry) ->
                                allowed.put(
                                        path,
                                        entry.value() instanceof Sequence list
                                                ? list.items().stream().map(Values::of).toList()
                                                : List.of(Values.of(entry.value()))));
        return new Condition(allowed);
    }

    private Derivations derivations(Mapping written) {
        Map<String, Formula> formulas = new LinkedHashMap<>();
        written.entries()
                .forEach(
                        (path, entry) -> {
                            try {
                                if (!(entry.value() instanceof Scalar scalar)) {
                                    throw new IllegalArgumentException(
                                            "expected a formula, found "
                                                    + entry.value().describe());
                                }
                                formulas.put(path, new Formula(scalar.text()));
                            } catch (IllegalArgumentException e) {
                                problems.add(entry.place(), path, String.valueOf(e.getMessage()));
                            }
                        });
        try {
            return Derivations.of(formulas);
        } catch (IllegalArgumentException e) {
            problems.add(written.place(), "derived", String.valueOf(e.getMessage()));
            return new Derivations(Map.of());
        }
    }

    private Study study(
            StudyConfig config, Mapping root, Space space, Optional<AlgoPerfSpace> algoperf) {
        List<Arm> arms = space.arms();
        Corners corners = new Corners(space, root, problems);
        Sampler sampler;
        if (config.search().algorithm() == Algorithm.POINTS) {
            List<Mapping> points = new ArrayList<>(config.search().points());
            algoperf.ifPresent(imported -> points.addAll(imported.points()));
            ListSampler list = new PointList(space, points, problems).forArms(arms);
            arms.forEach(
                    arm ->
                            list.points()
                                    .get(arm.index())
                                    .forEach(point -> corners.check(arm, point)));
            sampler = list;
        } else {
            if (config.search().algorithm() == Algorithm.GRID) {
                refuseLongGrids(arms);
                throwProblems();
            }
            sampler = new SequenceSampler(space, config.search());
            if (algoperf.filter(imported -> !imported.points().isEmpty()).isPresent()) {
                problems.add(
                        Written.place(root, "algoperf"),
                        "algoperf: the file lists points; write search: {algorithm: points}");
            }
            arms.forEach(corners::check);
        }
        throwProblems();
        for (String sentence : Study.unfitTrials(sampler, arms, config.trials())) {
            problems.add(Written.place(root, "trials"), sentence);
        }
        throwProblems();
        return new Study(config, space, sampler, arms, config.trials());
    }

    /** A grid takes every value of a list, and every whole number of a range. */
    private void refuseLongGrids(List<Arm> arms) {
        arms.stream()
                .flatMap(arm -> arm.axes().stream())
                .map(Axis::hyperparameter)
                .distinct()
                .filter(h -> h.domain().size().orElse(0) > SearchConfig.MOST_LEVELS)
                .forEach(
                        h ->
                                problems.add(
                                        h.place(),
                                        "%s: a grid would try each of its %d values; expected at most %d: narrow the range, list values, or use algorithm: quasi_random"
                                                .formatted(
                                                        h.path(),
                                                        h.domain().size().orElseThrow(),
                                                        SearchConfig.MOST_LEVELS)));
    }

    private void throwProblems() {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems.sentences());
        }
    }
}
