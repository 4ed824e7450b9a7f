package etude.tuner.runs;

import etude.datasets.EtudeException;
import etude.trainer.config.ConfigDifferences;
import etude.trainer.config.ConfigText;
import etude.trainer.config.bind.Problems;
import etude.trainer.metrics.Measurement;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.RunFacts;
import etude.trainer.run.RunRecord;
import etude.tuner.text.MetricLine;
import etude.tuner.text.Quantities;
import etude.tuner.text.ShortPaths;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Runs beside each other.
 *
 * @param runs in the order in which they were named
 */
public record RunComparison(List<Compared> runs) {
    /** Keys that say nothing about how a run goes. */
    private static final Set<String> WORDS = Set.of("name", "notes");

    /** What a key says that is not there, or is there and says nothing. */
    private static final Set<String> NOTHING = Set.of("-", "[]", "null");

    private static final String VALIDATION = "validation/";

    /**
     * One of them.
     *
     * @param label that tells it from the others
     * @param listed what a list says of it
     * @param settings its config's values by their paths, each as YAML
     */
    public record Compared(
            String label, ListedRun listed, RunRecord run, Map<String, String> settings) {}

    /**
     * What the runs have in one respect.
     *
     * @param values one for each run; empty where it has none
     */
    public record Row(String what, List<String> values) {
        public Row {
            values = List.copyOf(values);
        }

        private boolean differs() {
            return values.stream().distinct().count() > 1;
        }
    }

    public RunComparison {
        runs = List.copyOf(runs);
    }

    /** Reads the runs; files that are missing or damaged leave their parts empty. */
    public static RunComparison read(List<Path> roots) {
        List<String> paths =
                roots.stream().map(root -> root.toAbsolutePath().normalize().toString()).toList();
        ShortPaths labels = new ShortPaths(paths, File.separatorChar);
        List<Compared> runs = new ArrayList<>();
        for (int i = 0; i < roots.size(); i++) {
            RunDirectory directory = new RunDirectory(roots.get(i));
            runs.add(
                    new Compared(
                            labels.of(paths.get(i)),
                            ListedRun.read(roots.get(i)),
                            RunRecord.read(directory),
                            settings(directory.config())));
        }
        return new RunComparison(runs);
    }

    private static Map<String, String> settings(Path config) {
        if (!Files.exists(config)) {
            return Map.of();
        }
        try {
            return ConfigText.root(ConfigText.read(config), config.toString(), new Problems())
                    .map(ConfigDifferences::flat)
                    .orElse(Map.of());
        } catch (EtudeException e) {
            return Map.of(); // the run's record names it among its problems
        }
    }

    /** How they ended, and what each measured on validation examples at its own best step. */
    public List<Row> results() {
        List<Row> rows = new ArrayList<>();
        rows.add(row("status", one -> one.listed().state().words()));
        rows.add(row("steps", one -> Long.toString(one.listed().steps())));
        rows.add(row("time", RunComparison::time));
        Row ranked = row("ranked by", one -> one.run().ranking().metric());
        if (ranked.differs()) {
            rows.add(ranked);
        }
        rows.add(row("best step", one -> atBest(one, best -> Long.toString(best.step()))));
        for (String metric : metrics()) {
            rows.add(
                    row(
                            metric,
                            one ->
                                    atBest(
                                            one,
                                            best ->
                                                    best.metrics().containsKey(metric)
                                                            ? MetricLine.value(
                                                                    metric,
                                                                    best.metrics()
                                                                            .getOrDefault(
                                                                                    metric,
                                                                                    Double.NaN))
                                                            : "")));
        }
        return rows;
    }

    /** What they measured on validation examples, that which ranks them first. */
    public List<String> metrics() {
        Set<String> metrics = new LinkedHashSet<>();
        runs.forEach(one -> metrics.add(one.run().ranking().metric()));
        Set<String> others = new TreeSet<>();
        for (Compared one : runs) {
            for (Measurement measurement : one.run().measurements()) {
                measurement.metrics().keySet().stream()
                        .filter(name -> name.startsWith(VALIDATION))
                        .forEach(others::add);
            }
        }
        metrics.addAll(others);
        return List.copyOf(metrics);
    }

    /** The settings in which any two differ; {@code -} where one has no such key. */
    public List<Row> settings() {
        Map<String, String> all = new LinkedHashMap<>();
        runs.forEach(one -> all.putAll(one.settings()));
        return all.keySet().stream()
                .filter(path -> !WORDS.contains(path))
                .filter(path -> !isWhole(path, all.keySet()))
                .map(path -> row(path, one -> one.settings().getOrDefault(path, "-")))
                .filter(Row::differs)
                .filter(row -> !NOTHING.containsAll(row.values()))
                .toList();
    }

    /**
     * Whether it is {@code null} in one run where another one has keys below it, which say more.
     */
    private static boolean isWhole(String path, Set<String> all) {
        return all.stream().anyMatch(other -> other.startsWith(path + "."));
    }

    /** What a reader must know to trust the comparison, in sentences. */
    public List<String> caveats() {
        List<String> caveats = new ArrayList<>();
        long data =
                runs.stream()
                        .flatMap(one -> one.run().facts().map(RunFacts::data).stream())
                        .flatMap(found -> found.digest().stream())
                        .distinct()
                        .count();
        if (data > 1) {
            caveats.add(
                    "They were not trained on the same data or split, so their metrics are of different examples.");
        }
        caveats.add(
                "Each is one run, and the seed alone makes runs differ: a small difference may be chance.");
        return caveats;
    }

    /** Why parts are left out, each with its run. */
    public List<String> problems() {
        return runs.stream().flatMap(one -> problems(one).stream()).toList();
    }

    /** Of a run that has not ended, that files are missing which come at the end is no problem. */
    private static List<String> problems(Compared one) {
        RunState state = one.listed().state();
        return switch (state) {
            case RUNNING, KILLED, PREEMPTED, FAILED ->
                    List.of(
                            "The run %s is not complete (%s): what it has measured so far is compared."
                                    .formatted(one.label(), state.words()));
            case COMPLETED, DIVERGED, OUT_OF_MEMORY, DAMAGED ->
                    one.run().problems().stream()
                            .map(problem -> one.label() + ": " + problem)
                            .toList();
        };
    }

    private static String time(Compared one) {
        return one.listed().seconds().isPresent()
                ? Quantities.duration(one.listed().seconds().getAsDouble())
                : "";
    }

    /** The labels, in their order. */
    public List<String> labels() {
        return runs.stream().map(Compared::label).toList();
    }

    private Row row(String what, Function<Compared, String> value) {
        return new Row(what, runs.stream().map(value).toList());
    }

    private static String atBest(Compared one, Function<Measurement, String> text) {
        return one.run().best().map(text).orElse("");
    }
}
