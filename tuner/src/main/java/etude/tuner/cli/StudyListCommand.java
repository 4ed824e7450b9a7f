package etude.tuner.cli;

import etude.datasets.EtudeException;
import etude.trainer.files.Json;
import etude.tuner.report.StudyIndex;
import etude.tuner.report.StudySummary;
import etude.tuner.store.StoreLocation;
import etude.tuner.store.StoredStudy;
import etude.tuner.store.StudyStore;
import etude.tuner.store.StudyStores;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.StudyDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** All studies in one table. */
@Command(
        name = "list",
        description = {
            "Print the tracking table: every study with its goal, config and notes, its number of"
                    + " trials, its best result, and the command to reproduce that.",
            "A study that cannot be read is named on stderr, and the exit code is 1.",
            "--format html writes the table to DIR/index.html, with links to the reports."
        })
final class StudyListCommand implements Callable<Integer> {
    private static final String NO_STUDY = "There is no study yet; `etude study run` begins one.";

    /** What the table is written as. */
    enum Format {
        TABLE,
        JSON,
        CSV,
        HTML
    }

    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            defaultValue = "studies",
            description = "Where the studies' directories are (default: ${DEFAULT-VALUE}).")
    private Path root = Path.of("");

    @Option(
            names = "--store",
            paramLabel = "URL",
            defaultValue = "${env:ETUDE_STORE:-}",
            description =
                    "The studies of this store (default: ETUDE_STORE, or the study.db of each"
                            + " directory).")
    private String store = "";

    @Option(
            names = "--format",
            paramLabel = "table|json|csv|html",
            description = "A table for people, the same for programs, or a page.")
    private Format format = Format.TABLE;

    @Spec private CommandSpec spec = CommandSpec.create();

    private final List<StudySummary> studies = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();

    @Override
    public Integer call() {
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "DIR: expected the directory of the studies' directories, found the file "
                            + root);
        }
        if (store.isBlank()) {
            for (Path directory : directories()) {
                add(new StudyDirectory(directory).store());
            }
        } else {
            add(StoreLocation.parse(store));
        }
        PrintWriter out = spec.commandLine().getOut();
        switch (format) {
            case TABLE -> table().forEach(out::println);
            case JSON -> out.print(new String(Json.file(rows()), StandardCharsets.UTF_8));
            case CSV -> csv().forEach(out::println);
            case HTML -> out.println(index());
        }
        out.flush();
        return unreadable.isEmpty() ? ExitCode.DONE : ExitCode.FAILURE;
    }

    private List<Path> directories() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(entry -> Files.exists(entry.resolve("study.db")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new EtudeException("cannot list %s (%s)".formatted(root, e), e);
        }
    }

    private void add(StoreLocation location) {
        try (StudyStore opened = StudyStores.open(location)) {
            for (StoredStudy study : opened.studies()) {
                String name = study.definition().name();
                studies.add(StudySummary.of(OpenStudy.stored(opened, study, root.resolve(name))));
            }
        } catch (EtudeException e) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("etude: " + e.getMessage());
            err.flush();
            unreadable.add(String.valueOf(e.getMessage()));
        }
    }

    private List<Map<String, String>> rows() {
        return studies.stream().map(TrackingRow::of).toList();
    }

    private List<String> table() {
        if (studies.isEmpty()) {
            return List.of(NO_STUDY);
        }
        Table table = new Table();
        table.row(
                head().stream().map(name -> name.toUpperCase(Locale.ROOT)).toArray(String[]::new));
        rows().forEach(row -> table.row(row.values().toArray(String[]::new)));
        return table.lines();
    }

    private List<String> csv() {
        if (studies.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add(CSVFormat.RFC4180.format(head().toArray()));
        rows().forEach(row -> lines.add(CSVFormat.RFC4180.format(row.values().toArray())));
        return lines;
    }

    private Set<String> head() {
        return TrackingRow.of(studies.get(0)).keySet();
    }

    /** Of nothing there is no page, so that a mistaken DIR is left as it is. */
    private String index() {
        if (studies.isEmpty() && unreadable.isEmpty()) {
            return NO_STUDY;
        }
        return "The index: "
                + new StudyIndex(root, studies, unreadable).write(CommandWords.of(spec));
    }
}
