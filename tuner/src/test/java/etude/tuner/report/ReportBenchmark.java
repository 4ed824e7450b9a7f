package etude.tuner.report;

import etude.trainer.files.AtomicFiles;
import etude.tuner.browser.Browser;
import etude.tuner.cli.Etude;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Measures the report of large studies; run by {@code scripts/bench/report}. */
final class ReportBenchmark {
    private static final int ROUNDS = 3;
    private static final int TRIALS = 1000;
    private static final int EVALUATIONS = 100;

    /** Opens the page as a reader does, and scrolls to its first plot as soon as it is loaded. */
    private static final String FIRST_PLOT =
            """
            new Promise(done => {
              const chart = etude.charts[0];
              chart.box.scrollIntoView({ block: 'center', behavior: 'instant' });
              const look = () => chart.instance === null
                ? requestAnimationFrame(look)
                : requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())));
              look();
            })""";

    private ReportBenchmark() {}

    /** With a folder for the studies, which are kept there for the next time. */
    public static void main(String[] arguments) throws Exception {
        System.out.println(
                "| trials | evaluations | steps | heap | written in, median of 3 | lowest to highest | page | loaded after | first plot after |");
        System.out.println("|---:|---:|---:|---|---:|---:|---:|---:|---:|");
        Path folder = Path.of(arguments[0]);
        measure(folder, 1_000, List.of());
        measure(folder, 10_000, List.of("-Xmx256m"));
    }

    private static void measure(Path folder, int steps, List<String> options) throws Exception {
        Path study = study(folder.resolve("report-" + steps), steps);
        double[] seconds = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            seconds[round] = write(study, options);
        }
        Arrays.sort(seconds);
        Path html = study.resolve("report.html");
        double[][] opened = open(html);
        System.out.printf(
                "| %,d | %d | %,d | %s | %.1f s | %.1f to %.1f s | %.1f MB | %.2f s | %.2f s |%n",
                TRIALS,
                EVALUATIONS,
                steps,
                String.join(" ", options),
                seconds[ROUNDS / 2],
                seconds[0],
                seconds[ROUNDS - 1],
                Files.size(html) / 1e6,
                opened[0][ROUNDS / 2],
                opened[1][ROUNDS / 2]);
    }

    private static Path study(Path parent, int steps) throws IOException {
        StudyShape shape = StudyShape.ended(TRIALS / 2).unfinished(20).lasting(EVALUATIONS, steps);
        Path whole = parent.resolve("whole");
        if (!Files.exists(whole)) {
            AtomicFiles.deleteTree(parent);
            StudyOnDisk.write(parent, shape).close();
            Files.createFile(whole);
        }
        return parent.resolve(shape.name());
    }

    /** From the start of the process to its end. */
    private static double write(Path study, List<String> options) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC"));
        command.addAll(options);
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        Etude.class.getName(),
                        "study",
                        "report",
                        study.toString()));
        long start = System.nanoTime();
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("exit code " + process.exitValue());
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /** Seconds from navigation to the load event, and to the first plot; each sorted. */
    private static double[][] open(Path html) {
        double[][] seconds = new double[2][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            try (Browser browser = Browser.startOutsideOfTests()) {
                browser.open(html);
                seconds[1][round] = browser.evaluate(FIRST_PLOT).asDouble() / 1e3;
                seconds[0][round] =
                        browser.evaluate(
                                                "performance.getEntriesByType('navigation')[0].loadEventEnd")
                                        .asDouble()
                                / 1e3;
            }
        }
        Arrays.sort(seconds[0]);
        Arrays.sort(seconds[1]);
        return seconds;
    }
}
