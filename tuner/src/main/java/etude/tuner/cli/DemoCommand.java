package etude.tuner.cli;

import etude.trainer.config.ConfigLoader;
import etude.trainer.model.ModelRegistry;
import etude.trainer.run.EvaluateOptions;
import etude.trainer.run.EvaluationRun;
import etude.trainer.run.Outcome;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.RunOptions;
import etude.trainer.run.TrainingRun;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The tour: real training on generated data, so that it needs no download. */
@Command(
        name = "demo",
        description = "Train on generated data in about a minute, and look at the results.")
final class DemoCommand implements Callable<Integer> {
    private static final Path CONFIG = Path.of("runs", "demo.yaml");
    private static final Path DIRECTORY = Path.of("runs", "demo");

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        writeConfig();
        out.println("Training a small network on generated digits, as " + CONFIG + " says.");
        out.flush();
        Outcome outcome = train();
        int exitCode = new OutcomePrinter(spec.commandLine()).print(outcome, DIRECTORY);
        if (exitCode == ExitCode.DONE) {
            out.println();
            evaluate(out);
            out.println();
            sayWhatIsNext(out);
        }
        return exitCode;
    }

    /** Continues a tour that was stopped; starts a finished one again. */
    private Outcome train() {
        boolean stopped =
                RunReport.read(new RunDirectory(DIRECTORY))
                        .filter(report -> report.status().equals("preempted"))
                        .isPresent();
        return TrainingRun.execute(
                ConfigLoader.load(CONFIG, List.of(), ModelRegistry.load()),
                new RunOptions(DIRECTORY, "auto", !stopped, CommandWords.of(spec)),
                Terminal.progress());
    }

    private static void evaluate(PrintWriter out) {
        out.println("The best checkpoint on the test split, which training has never seen:");
        Table table = new Table();
        EvaluationRun.execute(
                        new EvaluateOptions(DIRECTORY, "test", "best", Optional.empty(), "auto"),
                        Terminal.progress())
                .forEach((name, value) -> table.row("  " + name, MetricLine.number(value)));
        table.lines().forEach(out::println);
    }

    private static void sayWhatIsNext(PrintWriter out) {
        out.println("Next, change something and train again:");
        out.println(
                "  etude train %s --set optimizer.learning_rate=0.2 --run-dir runs/demo-fast"
                        .formatted(CONFIG));
        out.println("or bring your own data: `etude data list` shows what can be fetched.");
    }

    private static void writeConfig() {
        try (InputStream in = DemoCommand.class.getResourceAsStream("demo.yaml")) {
            if (in == null) {
                throw new IllegalStateException("demo.yaml is missing from the build");
            }
            Files.createDirectories(CONFIG.toAbsolutePath().getParent());
            Files.copy(in, CONFIG, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
