package etude.tuner.cli;

import etude.trainer.run.EvaluateOptions;
import etude.trainer.run.EvaluationRun;
import etude.trainer.run.KeptData;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.RunRecord;
import etude.tuner.progress.Terminal;
import etude.tuner.record.TestLooks;
import etude.tuner.report.PageFolder;
import etude.tuner.text.MetricLine;
import etude.tuner.text.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Evaluates one checkpoint of a run. */
@Command(
        name = "evaluate",
        description = {
            "Evaluate a checkpoint of a run on one split, or on other data with --data. A look at the test"
                    + " split is on record.",
            "The report of the run, report.html in its directory, is written again; of a run that this"
                    + " user can only read, it goes to reports/NAME."
        })
final class EvaluateCommand extends PrintingCommand {
    private static final String TEST = "test";

    @Parameters(paramLabel = "RUN_DIR", description = "The run directory.")
    private Path runDirectory = Path.of("");

    @Option(
            names = "--split",
            paramLabel = "SPLIT",
            description = "test, validation or train (default: test).")
    private Optional<String> split = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description =
                    "Evaluates on all labelled examples of this file or folder instead of a split, such as a"
                            + " test set that came later, read as the model was trained; the training data"
                            + " are not needed. The run keeps what it showed in other_evaluations.json.")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description =
                    "The table of the labels of --data, of images with several labels: as"
                            + " dataset.labels_path of the training data.")
    private Optional<Path> labels = Optional.empty();

    @Option(
            names = "--predictions",
            paramLabel = "FILE",
            description = "Writes the prediction for every example to this file.")
    private Optional<Path> predictions = Optional.empty();

    @Mixin private final CheckpointOption checkpoint = new CheckpointOption();
    @Mixin private DeviceOption device = new DeviceOption();
    @Mixin private final OutOption out;
    private final Terminal terminal;

    EvaluateCommand(CommandContext context) {
        terminal = context.terminal();
        out = new OutOption(context.workspace());
    }

    @Override
    public Integer call() {
        require(
                data.isEmpty() || split.isEmpty(),
                "--split: expected without --data, which is no split of the run, found both; remove one of them");
        data.ifPresent(path -> requireThere("--data", path));
        require(
                labels.isEmpty() || data.isPresent(),
                "--labels: expected --data beside it, whose labels it names, found none");
        labels.ifPresent(path -> requireThere("--labels", path));
        RunDirectory run = new RunDirectory(runDirectory);
        PageFolder folder = out.folder(runDirectory, () -> RunRecord.read(run).name(), err());
        int before = TestLooks.of(run).count();
        print(evaluated());
        TestLooks looks = TestLooks.of(run);
        boolean tells =
                data.isPresent()
                        ? looks.count() > before
                        : split().equals(TEST) && looks.count() > 1;
        if (tells) {
            print(List.of(looks.sentence()), terminal);
        }
        new OutcomePrinter(this).report(runDirectory, folder, new KeptData());
        return ExitCode.DONE;
    }

    private String split() {
        return split.orElse(TEST);
    }

    private void requireThere(String option, Path path) {
        require(
                Files.exists(path),
                "%s: there is no such file or folder: %s".formatted(option, path));
    }

    private Map<String, Double> evaluated() {
        return EvaluationRun.execute(
                new EvaluateOptions(
                        runDirectory,
                        split(),
                        data,
                        labels,
                        checkpoint.which(),
                        predictions,
                        device.device(),
                        words()),
                terminal.progress());
    }

    private void print(Map<String, Double> metrics) {
        Table table = new Table();
        metrics.forEach((name, value) -> table.row(name, MetricLine.value(name, value)));
        table.lines().forEach(out()::println);
    }
}
