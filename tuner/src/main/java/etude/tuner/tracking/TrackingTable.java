package etude.tuner.tracking;

import etude.datasets.EtudeException;
import etude.datasets.Reason;
import etude.tuner.report.StudyReproduction;
import etude.tuner.report.StudySummary;
import etude.tuner.store.Access;
import etude.tuner.store.StoreLocation;
import etude.tuner.store.StoreTroubleException;
import etude.tuner.store.StoredStudy;
import etude.tuner.store.StudyStore;
import etude.tuner.study.StudyDirectory;
import etude.tuner.study.StudyOpening;
import etude.tuner.text.Csv;
import etude.tuner.text.MetricLine;
import etude.tuner.text.Numbers;
import etude.tuner.text.ShortPaths;
import etude.tuner.text.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Every study with its goal, its config and its best result (playbook, "Setting up experiment
 * tracking").
 *
 * @param unreadable what kept studies from the table, in sentences
 */
public record TrackingTable(List<StudySummary> studies, List<String> unreadable) {
    public TrackingTable {
        studies = List.copyOf(studies);
        unreadable = List.copyOf(unreadable);
    }

    /**
     * Reads it.
     *
     * @param root where the studies' directories are
     * @param store the store of all of them; empty for that of each directory
     */
    public static TrackingTable read(Path root, Optional<StoreLocation> store) {
        List<Supplier<StoreLocation>> stores =
                store.map(given -> List.<Supplier<StoreLocation>>of(() -> given))
                        .orElseGet(
                                () ->
                                        directories(root).stream()
                                                .map(TrackingTable::storeOf)
                                                .toList());
        List<StudySummary> studies = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (Supplier<StoreLocation> location : stores) {
            try (StudyStore opened = StudyStore.open(location.get(), Access.READING)) {
                for (StoredStudy study : opened.studies()) {
                    Path directory = root.resolve(study.definition().name());
                    try {
                        studies.add(StudySummary.of(StudyOpening.stored(opened, study, directory)));
                    } catch (StoreTroubleException e) {
                        throw e; // of use to none of the others either
                    } catch (EtudeException e) {
                        unreadable.add("%s: %s".formatted(directory, e.getMessage()));
                    }
                }
            } catch (EtudeException e) {
                unreadable.add(String.valueOf(e.getMessage()));
            }
        }
        return new TrackingTable(studies, unreadable);
    }

    /** Where it is not in the directory, asking says where it is. */
    private static Supplier<StoreLocation> storeOf(Path path) {
        StudyDirectory directory = new StudyDirectory(path);
        return () -> {
            directory.requireStore();
            return directory.store();
        };
    }

    private static List<Path> directories(Path root) {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(Files::isDirectory)
                    .map(StudyDirectory::new)
                    .filter(StudyDirectory::isBegun)
                    .map(StudyDirectory::root)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new EtudeException("cannot list %s (%s)".formatted(root, Reason.of(root, e)), e);
        }
    }

    /** A row for each study: its cells by the names of the columns, all of them in order. */
    public List<Map<String, String>> rows() {
        return studies.stream().map(TrackingTable::row).toList();
    }

    /**
     * For people, in lines of at most so many columns; nothing where there is no study. Commands
     * are too long for a table.
     */
    public List<String> lines(int width) {
        if (studies.isEmpty()) {
            return List.of();
        }
        ShortPaths metrics =
                new ShortPaths(
                        studies.stream().map(study -> study.objective().metric()).toList(), '/');
        Table table =
                new Table(
                        List.of(
                                Table.Column.of("STUDY"),
                                Table.Column.of("TRIALS"),
                                Table.Column.of("INFEASIBLE").rank(1),
                                Table.Column.of("BEST"),
                                Table.Column.of("TRIAL").rank(2),
                                Table.Column.of("GOAL").rank(3).cutTo(16),
                                Table.Column.of("NOTES").rank(4).cutTo(16),
                                Table.Column.of("CONFIG").rank(5)));
        for (StudySummary study : studies) {
            table.row(
                    study.name(),
                    "%d of %d%s"
                            .formatted(
                                    study.ended(),
                                    study.trials(),
                                    study.reruns() == 0
                                            ? ""
                                            : ", " + Numbers.count(study.reruns(), "rerun")),
                    Integer.toString(study.infeasible()),
                    best(
                            study,
                            metrics.of(study.objective().metric()),
                            value -> MetricLine.value(study.objective().metric(), value)),
                    study.best().map(best -> Integer.toString(best.trial())).orElse("-"),
                    study.goal(),
                    study.notes(),
                    study.directory().studyFile().toString());
        }
        List<String> lines = new ArrayList<>(table.fitted(width).lines("--format csv"));
        lines.addAll(metrics.legend());
        return lines;
    }

    /**
     * What the best trial reached; empty where there is none.
     *
     * @param metric as it is called here
     * @param text of a value, for people or for programs
     */
    private static String best(StudySummary study, String metric, DoubleFunction<String> text) {
        return study.best().map(best -> metric + " " + text.apply(best.value())).orElse("");
    }

    /** For programs; nothing where there is no study. */
    public String csv() {
        List<List<String>> table = new ArrayList<>();
        if (!studies.isEmpty()) {
            table.add(List.copyOf(head()));
        }
        rows().forEach(row -> table.add(List.copyOf(row.values())));
        return Csv.of(table);
    }

    private Set<String> head() {
        return row(studies.get(0)).keySet();
    }

    /** Its cells by the names of the columns, all of them in order. */
    private static Map<String, String> row(StudySummary study) {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("study", study.name());
        row.put("goal", study.goal());
        row.put("config", study.directory().studyFile().toString());
        row.put("notes", study.notes());
        row.put("trials", study.ended() + " of " + study.trials());
        row.put("infeasible", Integer.toString(study.infeasible()));
        row.put("best", best(study, study.objective().metric(), MetricLine::number));
        row.put("trial", study.best().map(best -> Integer.toString(best.trial())).orElse(""));
        row.put("command", study.command().map(TrackingTable::words).orElse(""));
        row.put("reruns", Integer.toString(study.reruns()));
        row.put("test_evaluations", Integer.toString(study.testEvaluations()));
        return row;
    }

    private static String words(StudyReproduction command) {
        return (command.command() + " " + command.note()).strip();
    }
}
