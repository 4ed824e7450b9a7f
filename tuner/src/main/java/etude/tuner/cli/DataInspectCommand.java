package etude.tuner.cli;

import etude.datasets.EtudeException;
import etude.datasets.Quoted;
import etude.datasets.Reason;
import etude.datasets.UnfitConfigException;
import etude.datasets.config.DatasetConfig;
import etude.datasets.proposal.ColumnProposal;
import etude.datasets.proposal.TableProposal;
import etude.datasets.reader.TableProfile;
import etude.datasets.source.DataRoot;
import etude.datasets.source.DatasetSummary;
import etude.datasets.source.Sources;
import etude.datasets.split.Splits;
import etude.tuner.dataset.DatasetArgument;
import etude.tuner.dataset.DatasetDescription;
import etude.tuner.dataset.TableConfigText;
import etude.tuner.progress.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what training would see of a data set, or proposes a config for a table. */
@Command(
        name = "inspect",
        description = {
            "Show shapes, splits, classes and statistics of a data set.",
            "With --write-config, propose a training config for a table: what each column is, with the"
                    + " reason beside it, for you to edit. It points out identifiers, dates, free texts,"
                    + " constant and mostly empty columns, and leaks."
        })
final class DataInspectCommand extends PrintingCommand {
    private static final String STANDARD_OUTPUT = "-";

    /** Of fewer, the tenth that validates would be none. */
    private static final int FEWEST_ROWS = 10;

    private static final String HINT =
            "--write-config proposes what each column is, and points out leaks, constant columns and free texts.";

    @Parameters(
            paramLabel = "NAME|CONFIG|PATH",
            description = "A name of `etude data list`, a training config, or a file or folder.")
    private String dataset = "";

    @Option(
            names = "--target",
            paramLabel = "COLUMN",
            description = "The column to predict, for a path to a table.")
    private Optional<String> target = Optional.empty();

    @Option(
            names = "--write-config",
            paramLabel = "OUT",
            arity = "0..1",
            fallbackValue = STANDARD_OUTPUT,
            description =
                    "Writes a proposed config for a table to this file, which must not be there yet;"
                            + " without one, prints it.")
    private Optional<String> config = Optional.empty();

    private final Terminal terminal;
    private final Path here;

    DataInspectCommand(CommandContext context) {
        terminal = context.terminal();
        here = context.workspace().root();
    }

    @Override
    public Integer call() {
        DataRoot root = DataRoot.fromEnvironment();
        DatasetConfig described = new DatasetArgument(root, target).read(dataset);
        if (config.isPresent()) {
            require(
                    isTable() && target.isPresent(),
                    "--write-config: expected a table (a file named .csv or .tsv) and --target, found "
                            + Quoted.of(dataset));
            propose(root.resolve(dataset), config.get());
            return ExitCode.DONE;
        }
        boolean table = isTable() && target.isPresent();
        try (Splits splits = Sources.open(described, root, err()::println)) {
            print(new DatasetDescription(DatasetSummary.of(splits)).lines(), terminal);
        } catch (UnfitConfigException e) {
            throw e;
        } catch (EtudeException e) {
            if (table) { // what it holds is worth seeing all the more
                Path file = root.resolve(dataset);
                found(TableProposal.of(TableProfile.read(file, target.get()), target.get()));
                print(List.of("", HINT, ""), terminal);
            }
            throw e;
        }
        if (table) {
            print(List.of("", HINT), terminal);
        }
        return ExitCode.DONE;
    }

    /** What each column is, and why. */
    private void found(TableProposal proposal) {
        for (ColumnProposal found : proposal.columns()) {
            print(
                    List.of(
                            "%s: %s, %s"
                                    .formatted(
                                            Quoted.of(found.name()),
                                            found.config().isIgnored() ? "ignored" : "read",
                                            found.reason())),
                    terminal);
        }
    }

    private boolean isTable() {
        return dataset.matches(".*\\.[ct]sv(\\.gz)?");
    }

    private void propose(Path table, String out) {
        String column = target.orElseThrow();
        boolean printed = out.equals(STANDARD_OUTPUT);
        Path file = here.resolve(out);
        require(
                printed || Files.notExists(file),
                "--write-config: %s is there already; name another file, or move it away"
                        .formatted(file));
        TableProfile profile = TableProfile.read(table, column);
        requireSomethingToLearn(profile, column);
        TableProposal proposal = TableProposal.of(profile, column);
        String name = runName(printed ? table : file);
        TableConfigText text =
                new TableConfigText(
                        proposal,
                        dataset,
                        column,
                        printed ? name + ".yaml" : out,
                        name,
                        String.join(" ", words()));
        if (printed) {
            text.lines().forEach(out()::println);
            return;
        }
        write(file, text.lines());
        found(proposal);
        print(
                List.of(
                        "",
                        "%s holds this as a config: look at it, then `etude train %s`."
                                .formatted(out, out)),
                terminal);
    }

    private void requireSomethingToLearn(TableProfile profile, String column) {
        int different = profile.column(column).different();
        require(
                different >= 2,
                "--target: expected at least two different values of %s to tell apart, found %s"
                        .formatted(Quoted.of(column), different == 0 ? "none" : "one"));
        require(
                profile.rows() >= FEWEST_ROWS,
                "%s: expected at least %d rows, to train on some and validate on others, found %d"
                        .formatted(dataset, FEWEST_ROWS, profile.rows()));
    }

    /** The name of a file without its ending, as the name of a folder. */
    private static String runName(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        String plain =
                name.replaceAll("\\.(ya?ml|[ct]sv(\\.gz)?)$", "").replaceAll("[^a-z0-9_-]+", "-");
        return plain.matches("-*") ? "table" : plain;
    }

    private static void write(Path file, List<String> lines) {
        try {
            Files.write(file, lines, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new EtudeException("cannot write %s: %s".formatted(file, Reason.of(file, e)), e);
        }
    }
}
