package etude.tuner.cli;

import etude.trainer.config.ConfigLoader;
import etude.trainer.distributed.Ranks;
import etude.trainer.files.EarlierDirectory;
import etude.trainer.run.EvaluateOptions;
import etude.trainer.run.EvaluationRun;
import etude.trainer.run.GitState;
import etude.trainer.run.KeptData;
import etude.trainer.run.Outcome;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.RunOptions;
import etude.trainer.run.RunStatus;
import etude.trainer.run.Summary;
import etude.trainer.run.TrainingRun;
import etude.tuner.store.Access;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.StudyDirectory;
import etude.tuner.study.StudyOpening;
import etude.tuner.text.MetricLine;
import etude.tuner.text.Shell;
import etude.tuner.text.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import picocli.CommandLine.Command;

/** The tour: a run, a probe, a study and a project on generated data: it needs no download. */
@Command(
        name = "demo",
        description =
                "Train, probe and study on generated data in a few minutes, and see what comes next.")
final class DemoCommand extends PrintingCommand {
    private final CommandContext context;
    private final DemoFiles files;
    private final Path run;
    private final Path study;
    private final Path project;

    DemoCommand(CommandContext context) {
        this.context = context;
        files = DemoFiles.of(context.workspace());
        run = context.workspace().runs().resolve("demo");
        study = context.workspace().studies().resolve("demo");
        project = context.workspace().projects().resolve("demo");
    }

    @Override
    public Integer call() {
        files.write();
        for (IntSupplier part :
                List.<IntSupplier>of(
                        this::train,
                        this::probe,
                        this::study,
                        this::rerun,
                        this::refine,
                        this::project)) {
            int exitCode = part.getAsInt();
            if (exitCode != ExitCode.DONE) {
                return exitCode;
            }
        }
        sayWhatIsNext();
        return ExitCode.DONE;
    }

    private int train() {
        title("1. One run: a small network on generated digits, as " + files.config() + " says");
        OutcomePrinter printer = new OutcomePrinter(this);
        try (KeptData data = new KeptData()) {
            int exitCode = printer.print(trained(data), run);
            if (exitCode == ExitCode.DONE) {
                printer.report(run, data);
                evaluate();
            }
            return exitCode;
        }
    }

    /** Continues a tour that was stopped; starts a finished one again. */
    private Outcome trained(KeptData data) {
        boolean stopped =
                Summary.read(new RunDirectory(run))
                        .filter(summary -> summary.end().status() == RunStatus.PREEMPTED)
                        .isPresent();
        return TrainingRun.execute(
                ConfigLoader.load(files.config(), List.of()),
                new RunOptions(run, "auto", !stopped, words(), GitState.find(Path.of(""))),
                context.terminal().progress(),
                Ranks.alone(),
                data);
    }

    private void evaluate() {
        out().println();
        out().println("The best checkpoint on the test split, which training has never seen:");
        Table table = new Table();
        EvaluationRun.execute(
                        new EvaluateOptions(run, "test", "best", Optional.empty(), "auto", words()),
                        context.terminal().progress())
                .forEach((name, value) -> table.row("  " + name, MetricLine.value(name, value)));
        table.lines().forEach(out()::println);
    }

    private int probe() {
        title("2. A probe: which batch sizes are worth it here (a short one)");
        return run(
                "probe",
                files.config().toString(),
                "--min",
                "8",
                "--max",
                "512",
                "--time-limit",
                "2",
                "--fresh");
    }

    private int study() {
        title("3. A study: six learning rates, two at once, as " + files.study() + " says");
        if (Files.isDirectory(study) && finished()) {
            EarlierDirectory.putAside(study, "study", err()::println);
        }
        return run("study", "run", files.study().toString(), "--workers", "2");
    }

    private int rerun() {
        title("4. Is it luck? The best trial again, with three other seeds");
        return run("study", "rerun", study.toString(), "--seeds", "3", "--workers", "2");
    }

    private int refine() {
        title("5. The next study file, from what this study found");
        return run("study", "refine", study.toString(), "--out", files.next().toString());
    }

    /** Of an earlier tour there may be a project that has got further: it goes on from there. */
    private int project() {
        title("6. What is next? A project, in which the run, the probe and the study count");
        int exitCode =
                Files.exists(project)
                        ? ExitCode.DONE
                        : run(
                                "project",
                                "new",
                                files.base().toString(),
                                "--dir",
                                project.toString(),
                                "--goal",
                                "Read these digits with few errors.",
                                "--run-budget",
                                "20s",
                                "--total-budget",
                                "10m",
                                "--workers",
                                "2");
        if (exitCode != ExitCode.DONE) {
            return exitCode;
        }
        out().println();
        return run("next", project.toString());
    }

    private boolean finished() {
        try (OpenStudy open =
                StudyOpening.open(new StudyDirectory(study), Optional.empty(), Access.READING)) {
            return open.store().counts(open.id()).entrySet().stream()
                    .allMatch(count -> count.getKey().isTerminal() || count.getValue() == 0);
        }
    }

    /** What a user would type. */
    private int run(String... words) {
        return Etude.commandLine(context, words).setOut(out()).setErr(err()).execute(words);
    }

    private void title(String text) {
        out().println();
        out().println(text);
        out().println();
    }

    private void sayWhatIsNext() {
        out().println();
        out().println("Let Etude guide you on, step by step or by itself:");
        out().println("  etude next projects/demo --run");
        out().println("  etude next projects/demo --until budget");
        out().println("or change something and try again:");
        out().println(
                        "  etude train %s --set optimizer.learning_rate=0.2 --run-dir runs/demo-fast"
                                .formatted(Shell.word(files.config().toString())));
        out().println("  etude study extend studies/demo --trials 12");
        out().println("  etude study run studies/demo --workers 2");
        out().println("or bring your own data: `etude data list` shows what can be fetched.");
    }
}
