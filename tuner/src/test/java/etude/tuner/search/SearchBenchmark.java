package etude.tuner.search;

import etude.trainer.files.Json;
import etude.tuner.space.Study;
import etude.tuner.space.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Searches for the minima of test functions, trial by trial, and writes how far each search got.
 */
final class SearchBenchmark {
    private static final int TRIALS = 40;
    private static final int TABLE_TRIALS = 80;
    private static final int QUASI_RANDOM_TABLE_TRIALS = 400;

    private SearchBenchmark() {}

    /**
     * Runs what has not been run.
     *
     * @param words a folder for the results; how many seeds; the CSV file of a {@link TrialTable}
     */
    public static void main(String[] words) throws IOException {
        Path folder = Files.createDirectories(Path.of(words[0]));
        int seeds = Integer.parseInt(words[1]);
        table(folder, Path.of(words[2]), seeds);
        for (int seed = 0; seed < seeds; seed++) {
            for (TestFunction function : TestFunction.values()) {
                String name = function.name().toLowerCase(Locale.ROOT);
                for (int workers : new int[] {1, 4}) {
                    Path file = folder.resolve("%s-etude-%d-%d.csv".formatted(name, workers, seed));
                    if (Files.notExists(file)) {
                        write(file, search(function, seed, workers));
                    }
                }
                writeStart(
                        folder.resolve("%s-start-%d.json".formatted(name, seed)), function, seed);
                Path file = folder.resolve("%s-quasi_random-1-%d.csv".formatted(name, seed));
                if (Files.notExists(file)) {
                    write(file, quasiRandom(function, seed, 2 * TRIALS));
                }
            }
        }
    }

    private static void write(Path file, List<Double> best) throws IOException {
        List<String> lines = best.stream().map(v -> Double.toString(v)).toList();
        Path partial = Files.write(file.resolveSibling(file.getFileName() + ".partial"), lines);
        Files.move(partial, file);
    }

    /** The points that every search begins with. */
    private static void writeStart(Path file, TestFunction function, int seed) throws IOException {
        Study study = study(function, seed);
        List<Map<String, Object>> points = new ArrayList<>();
        for (Trial trial : study.trials()) {
            if (!trial.awaitsPoint()) {
                Map<String, Object> point = new LinkedHashMap<>();
                point.put("values", trial.values());
                function.at(study, trial.values()).ifPresent(value -> point.put("value", value));
                points.add(point);
            }
        }
        Files.write(file, Json.file(points));
    }

    private static Study study(TestFunction function, int seed) {
        return function.study("algorithm: gaussian_process, seed: " + (seed + 1), TRIALS);
    }

    /** The lowest value after each trial, less what it could be. */
    static List<Double> search(TestFunction function, int seed, int workers) {
        Study study = study(function, seed);
        return search(
                study,
                TRIALS,
                workers,
                function.lowest(),
                trial -> function.at(study, trial.values()));
    }

    /** Trials end in the order in which they began. */
    static List<Double> search(
            Study study,
            int trials,
            int workers,
            double lowestOfAll,
            Function<Trial, OptionalDouble> objective) {
        Suggester suggester = new Suggester(study, study.arms().get(0), List.of());
        List<Known> known = new ArrayList<>();
        List<Double> best = new ArrayList<>();
        List<Trial> running = new ArrayList<>();
        double lowest = Double.POSITIVE_INFINITY;
        while (best.size() < trials) {
            while (running.size() < workers && known.size() < trials) {
                Trial trial = study.trial(known.size());
                Trial chosen = trial.awaitsPoint() ? suggester.suggest(trial, known) : trial;
                running.add(chosen);
                known.add(Known.of(chosen, new Known.Result.Open()));
            }
            Trial ended = running.remove(0);
            OptionalDouble value = objective.apply(ended);
            known.set(
                    ended.number(),
                    Known.of(
                            ended,
                            value.isPresent()
                                    ? new Known.Result.Reached(value.getAsDouble())
                                    : new Known.Result.Infeasible()));
            lowest = Math.min(lowest, value.orElse(Double.POSITIVE_INFINITY));
            best.add(lowest - lowestOfAll);
        }
        return best;
    }

    /** How soon both kinds of search find one of the best hundredth of the trials of a table. */
    private static void table(Path folder, Path csv, int seeds) throws IOException {
        for (int seed = 0; seed < seeds; seed++) {
            for (int workers : new int[] {1, 4}) {
                Path file = folder.resolve("mnist_table-etude-%d-%d.csv".formatted(workers, seed));
                if (Files.notExists(file)) {
                    TrialTable table =
                            TrialTable.read(
                                    csv,
                                    "algorithm: gaussian_process, seed: " + (seed + 1),
                                    TABLE_TRIALS);
                    write(
                            file,
                            search(table.study(), TABLE_TRIALS, workers, table.best(1), table::at));
                }
            }
            Path file = folder.resolve("mnist_table-quasi_random-1-%d.csv".formatted(seed));
            if (Files.notExists(file)) {
                TrialTable table =
                        TrialTable.read(csv, "seed: " + (seed + 1), QUASI_RANDOM_TABLE_TRIALS);
                List<Double> best = new ArrayList<>();
                double lowest = Double.POSITIVE_INFINITY;
                for (Trial trial : table.study().trials()) {
                    lowest = Math.min(lowest, table.at(trial).orElse(Double.POSITIVE_INFINITY));
                    best.add(lowest - table.best(1));
                }
                write(file, best);
            }
        }
    }

    private static List<Double> quasiRandom(TestFunction function, int seed, int trials) {
        Study study = function.study("seed: " + (seed + 1), trials);
        List<Double> best = new ArrayList<>();
        double lowest = Double.POSITIVE_INFINITY;
        for (Trial trial : study.trials()) {
            lowest =
                    Math.min(
                            lowest,
                            function.at(study, trial.values()).orElse(Double.POSITIVE_INFINITY));
            best.add(lowest - function.lowest());
        }
        return best;
    }
}
