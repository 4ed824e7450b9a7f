package etude.tuner.space;

import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.Nearest;
import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigText;
import etude.trainer.config.bind.Binder;
import etude.trainer.config.bind.ConfigNode;
import etude.trainer.config.bind.ConfigNode.Kind;
import etude.trainer.config.bind.ConfigNode.Mapping;
import etude.trainer.config.bind.ConfigNode.Scalar;
import etude.trainer.config.bind.ConfigNode.Sequence;
import etude.trainer.config.bind.ConfigTypes;
import etude.trainer.config.bind.Place;
import etude.trainer.config.bind.Problems;
import etude.trainer.config.bind.YamlReader;
import etude.trainer.evaluation.MetricProvider;
import etude.trainer.model.ModelRegistry;
import etude.trainer.run.Ranking;
import etude.tuner.space.Arm.Axis;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Makes a {@link Study} from its files, or lists everything that is wrong with them. */
final class StudyReader {
    /** A search among more has no end, and each is gone through for each of many trials. */
    private static final int MOST_PARAMETERS = 100;

    private static final int MOST_POINTS = 1000;
    private static final String METRICS = "evaluation.metrics";

    private final Path file;
    private final ModelRegistry models;
    private final Function<Path, String> texts;
    private final Problems problems = new Problems();

    StudyReader(Path file, ModelRegistry models, Function<Path, String> texts) {
        this.file = file;
        this.models = models;
        this.texts = texts;
    }

    /**
     * Reads it in stages: what a stage finds would only confuse the next one.
     *
     * @param begun whether the study has begun: what its points come to was checked before, which
     *     takes longer than all else
     */
    Study read(boolean begun) {
        Optional<Mapping> root = ConfigText.root(texts.apply(file), file.toString(), problems);
        root.ifPresent(this::requireFinite);
        throwProblems();
        Optional<StudyConfig> bound =
                root.flatMap(r -> new Binder(types(), problems).bind(r, StudyConfig.class));
        throwProblems();
        Mapping written = root.orElseThrow();
        StudyConfig config = bound.orElseThrow();
        checkMetric(config.objective(), written);
        Path baseFile = file.resolveSibling(config.base()).normalize();
        BaseConfig base = new BaseConfig(texts.apply(baseFile), baseFile.toString(), models);
        Optional<AlgoPerfSpace> algoperf = config.algoperf().map(this::algoPerf);
        checkMeasured(config, written, base);
        Space space = space(config, written, base, algoperf);
        throwProblems();
        new Rules(space, config.objective(), written, problems).check();
        throwProblems();
        return study(config, written, space, algoperf, begun);
    }

    /** A further metric is measured only where the config asks for it, or what is fixed. */
    private void checkMeasured(StudyConfig config, Mapping root, BaseConfig base) {
        String metric = config.objective().metric();
        Optional<JsonNode> fixed = fixedMetrics(config.fixed());
        Set<String> names = new LinkedHashSet<>();
        fixed.or(() -> base.value(METRICS))
                .ifPresent(list -> list.forEach(name -> names.add(name.asText())));
        Optional<String> missing =
                Ranking.further(metric)
                        .map(MetricProvider::name)
                        .filter(name -> !names.contains(name));
        if (missing.isPresent() && fixed.isPresent()) {
            problems.add(
                    Written.place(root, "fixed"),
                    "fixed." + METRICS,
                    "expected %s among them, as objective.metric is %s, found %s; add it, or choose another objective"
                            .formatted(
                                    missing.get(),
                                    metric,
                                    names.isEmpty() ? "none" : String.join(", ", names)));
        } else if (missing.isPresent()) {
            problems.add(
                    Written.place(root, "objective"),
                    "objective.metric",
                    "%s is measured only where a config asks for it; write evaluation: {metrics: [%s]} in base, or fixed: {evaluation.metrics: [%s]} here"
                            .formatted(metric, missing.get(), missing.get()));
        }
    }

    /** By its path, or in a mapping in the place of all that is said of evaluations. */
    private static Optional<JsonNode> fixedMetrics(Mapping fixed) {
        return fixed.get(METRICS)
                .or(
                        () ->
                                fixed.get("evaluation")
                                        .filter(Mapping.class::isInstance)
                                        .flatMap(inner -> ((Mapping) inner).get("metrics")))
                .map(Values::of);
    }

    /** YAML writes numbers that no double holds; arithmetic on them has no values. */
    private void requireFinite(ConfigNode node) {
        if (node instanceof Sequence list) {
            list.items().forEach(this::requireFinite);
        } else if (node instanceof Mapping mapping) {
            mapping.entries().values().forEach(entry -> requireFinite(entry.value()));
        } else if (node instanceof Scalar scalar
                && (scalar.kind() == Kind.DECIMAL || scalar.kind() == Kind.INTEGER)
                && !Double.isFinite(Double.parseDouble(scalar.text()))) {
            problems.add(node.place(), "expected a number up to 1.8e308, found " + node.describe());
        }
    }

    private void checkMetric(Objective objective, Mapping root) {
        Set<String> known = Ranking.known();
        Ranking.wrongMode(objective.metric(), objective.mode())
                .ifPresent(
                        sentence ->
                                problems.add(
                                        Written.place(root, "objective"),
                                        "objective.mode",
                                        sentence));
        throwProblems();
        if (!known.contains(objective.metric()) && Ranking.further(objective.metric()).isEmpty()) {
            problems.add(
                    Written.place(root, "objective"),
                    "objective.metric",
                    "%s is no metric of evaluations".formatted(objective.metric())
                            + Nearest.hint(objective.metric(), known, "there are"));
            throwProblems();
        }
    }

    static ConfigTypes types() {
        return new ConfigTypes(Map.of(), Map.of());
    }

    private AlgoPerfSpace algoPerf(AlgoPerfConfig config) {
        Path json = file.resolveSibling(config.file()).normalize();
        Optional<ConfigNode> root =
                YamlReader.read(
                        texts.apply(json), line -> new Place(json.toString(), line), problems);
        root.ifPresent(this::requireFinite);
        throwProblems();
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
        requireAtMost(MOST_PARAMETERS, parameters.size(), root, "parameters", "hyperparameters");
        requireAtMost(
                MOST_PARAMETERS, config.derived().entries().size(), root, "derived", "formulas");
        throwProblems();
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
    private void requireAtMost(int most, int found, Mapping root, String key, String what) {
        if (found > most) {
            problems.add(
                    Written.place(root, key),
                    key,
                    "expected at most %d %s, found %d".formatted(most, what, found));
        }
    }

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
            StudyConfig config,
            Mapping root,
            Space space,
            Optional<AlgoPerfSpace> algoperf,
            boolean begun) {
        List<Arm> arms = arms(space, root);
        Corners corners = new Corners(space, root, problems);
        Sampler sampler;
        if (config.search().algorithm() == Algorithm.POINTS) {
            List<Mapping> points = new ArrayList<>(config.search().points());
            algoperf.ifPresent(imported -> points.addAll(imported.points()));
            requireAtMost(MOST_POINTS, points.size(), root, "search", "points");
            throwProblems();
            ListSampler list = new PointList(space, points, problems).forArms(arms);
            if (!begun) {
                arms.forEach(
                        arm ->
                                list.points()
                                        .get(arm.index())
                                        .forEach(point -> corners.check(arm, point)));
            }
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
            if (!begun) {
                arms.forEach(corners::check);
            }
        }
        throwProblems();
        for (String sentence : Study.unfitTrials(sampler, arms, config.trials())) {
            problems.add(Written.place(root, "trials"), sentence);
        }
        for (String sentence :
                new AdaptiveRules(space, sampler, config.search())
                        .problems(arms, config.trials())) {
            problems.add(Written.place(root, "search"), "search", sentence);
        }
        throwProblems();
        try {
            Study study = new Study(config, space, sampler, arms, config.trials());
            if (!begun) {
                study.advice(); // refuses points whose derived settings have no value
            }
            return study;
        } catch (Refused e) { // a formula without a value between the ends of a range
            problems.add(Written.place(root, "derived"), e.path(), e.sentence());
            throw new ConfigException(problems.sentences());
        }
    }

    private List<Arm> arms(Space space, Mapping root) {
        try {
            return space.arms();
        } catch (Refused e) {
            problems.add(Written.place(root, e.path()), e.path(), e.sentence());
            throw new ConfigException(problems.sentences());
        }
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
