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

/**
 * Searches for the minima of test functions, trial by trial, and writes how far each search got.
 */
final class SearchBenchmark {
    static final int TRIALS = 40;

    private SearchBenchmark() {}

    /**
     * Runs what has not been run.
     *
     * @param words a folder for the results; how many seeds
     */
    public static void main(String[] words) throws IOException {
        Path folder = Files.createDirectories(Path.of(words[0]));
        int seeds = Integer.parseInt(words[1]);
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

    /** The lowest value after each trial. */
    static List<Double> search(TestFunction function, int seed, int workers) {
        Study study = study(function, seed);
        Suggester suggester = new Suggester(study, study.arms().get(0), List.of());
        List<Known> known = new ArrayList<>();
        List<Double> best = new ArrayList<>();
        List<Trial> running = new ArrayList<>();
        double lowest = Double.POSITIVE_INFINITY;
        int next = 0;
        while (best.size() < TRIALS) {
            while (running.size() < workers && next < TRIALS) {
                Trial trial = study.trial(next++);
                Trial chosen = trial.awaitsPoint() ? suggester.suggest(trial, known) : trial;
                running.add(chosen);
                known.add(Known.of(chosen, new Known.Result.Open()));
            }
            Trial ended = running.remove(0);
            OptionalDouble value = function.at(study, ended.values());
            known.set(
                    ended.number(),
                    Known.of(
                            ended,
                            value.isPresent()
                                    ? new Known.Result.Reached(value.getAsDouble())
                                    : new Known.Result.Infeasible()));
            lowest = Math.min(lowest, value.orElse(Double.POSITIVE_INFINITY));
            best.add(lowest - function.lowest());
        }
        return best;
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
