package etude.tuner.runs;

import etude.trainer.run.Ranking;
import etude.tuner.text.ByteSize;
import etude.tuner.text.Csv;
import etude.tuner.text.MetricLine;
import etude.tuner.text.Numbers;
import etude.tuner.text.Printable;
import etude.tuner.text.Quantities;
import etude.tuner.text.ShortPaths;
import etude.tuner.text.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs with what each came to.
 *
 * @param runs newest first
 */
public record RunTable(List<ListedRun> runs) {
    public RunTable {
        runs = List.copyOf(runs);
    }

    /**
     * All runs in a folder and below; none where there is no such folder.
     *
     * @throws etude.datasets.EtudeException when the folder cannot be listed
     */
    public static RunTable read(Path folder) {
        if (!Files.exists(folder)) {
            return new RunTable(List.of());
        }
        return new RunTable(
                RunFolders.below(folder).parallelStream() // each has files of its own to read
                        .map(ListedRun::read)
                        .sorted(
                                Comparator.comparing(ListedRun::begun)
                                        .reversed()
                                        .thenComparing(ListedRun::root))
                        .toList());
    }

    /** Those that a condition holds for. */
    public RunTable where(RunFilter filter) {
        return new RunTable(filter.of(runs));
    }

    /** For people, in lines of at most so many columns; nothing where there is no run. */
    public List<String> lines(int width) {
        if (runs.isEmpty()) {
            return List.of();
        }
        ShortPaths metrics =
                new ShortPaths(
                        runs.stream()
                                .flatMap(run -> run.ranking().stream())
                                .map(Ranking::metric)
                                .distinct()
                                .toList(),
                        '/');
        Table table =
                new Table(
                        List.of(
                                Table.Column.of("RUN"),
                                Table.Column.of("STATUS"),
                                Table.Column.of("STEPS").rank(2),
                                Table.Column.of("BEST"),
                                Table.Column.of("TIME").rank(3),
                                Table.Column.of("SIZE").rank(1),
                                Table.Column.of("TAGS").rank(4).cutTo(8),
                                Table.Column.of("NOTE").rank(5).cutTo(12)));
        for (ListedRun run : runs) {
            table.row(
                    run.root().toString(),
                    run.state().words(),
                    Long.toString(run.steps()),
                    best(run, metrics),
                    run.seconds().isPresent()
                            ? Quantities.duration(run.seconds().getAsDouble())
                            : "",
                    ByteSize.text(run.bytes()),
                    String.join(" ", run.labels().tags()),
                    run.note());
        }
        List<String> lines = new ArrayList<>(table.fitted(width).lines("--format csv"));
        lines.addAll(metrics.legend());
        runs.stream()
                .filter(run -> !run.problem().isEmpty())
                .forEach(
                        run ->
                                lines.add(
                                        Printable.line(
                                                "%s %s: %s"
                                                        .formatted(
                                                                run.root(),
                                                                run.state() == RunState.DAMAGED
                                                                        ? "is damaged"
                                                                        : run.state().words(),
                                                                run.problem()))));
        lines.add(
                "%s, %s"
                        .formatted(
                                Numbers.count(runs.size(), "run"),
                                ByteSize.text(runs.stream().mapToLong(ListedRun::bytes).sum())));
        return lines;
    }

    private static String best(ListedRun run, ShortPaths metrics) {
        return run.ranking()
                .filter(ranking -> run.bestValue().isPresent())
                .map(
                        ranking ->
                                metrics.of(ranking.metric())
                                        + " "
                                        + MetricLine.value(
                                                ranking.metric(), run.bestValue().getAsDouble()))
                .orElse("");
    }

    /** For programs: what is known of each run, by the names of the columns in their order. */
    public List<Map<String, Object>> rows() {
        return runs.stream()
                .map(RunTable::row)
                .map(
                        row -> {
                            row.values().removeIf(""::equals);
                            return row;
                        })
                .toList();
    }

    /** For programs; the head alone where there is no run. */
    public String csv() {
        List<List<Object>> table = new ArrayList<>();
        table.add(
                List.of(
                        "run",
                        "name",
                        "status",
                        "steps",
                        "metric",
                        "best",
                        "best_step",
                        "seconds",
                        "bytes",
                        "tags",
                        "note",
                        "begun",
                        "problem"));
        for (ListedRun run : runs) {
            List<Object> cells = new ArrayList<>();
            row(run).values()
                    .forEach(cell -> cells.add(cell instanceof List<?> list ? words(list) : cell));
            table.add(cells);
        }
        return Csv.of(table);
    }

    private static String words(List<?> list) {
        return String.join(" ", list.stream().map(String::valueOf).toList());
    }

    private static Map<String, Object> row(ListedRun run) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("run", run.root().toString());
        row.put("name", run.name());
        row.put("status", run.state().id());
        row.put("steps", run.steps());
        row.put("metric", run.ranking().map(Ranking::metric).orElse(""));
        row.put("best", run.bestValue().isPresent() ? run.bestValue().getAsDouble() : "");
        row.put("best_step", run.best().<Object>map(best -> best.step()).orElse(""));
        row.put("seconds", run.seconds().isPresent() ? run.seconds().getAsDouble() : "");
        row.put("bytes", run.bytes());
        row.put("tags", run.labels().tags());
        row.put("note", run.note());
        row.put("begun", run.begun().toString());
        row.put("problem", run.problem());
        return row;
    }
}
