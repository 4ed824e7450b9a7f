package etude.tuner.store;

import etude.trainer.metrics.Measurement;
import etude.tuner.space.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Measures durable commits a second; run by {@code scripts/bench/store}. */
final class StoreBenchmark {
    private static final int ROUNDS = 3;
    private static final int TRIALS = 100_000;
    private static final int METRICS = 8;

    /** For each process, since all of them compile their code at the same time. */
    private static final double WARM_UP_SECONDS = 2.5;

    private static final double SECONDS = 3;

    private StoreBenchmark() {}

    /**
     * With a folder measures everything; with a location, a kind of work, a study and seconds to
     * warm up does that.
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 4) {
            double warmUp = Double.parseDouble(arguments[3]);
            work(StoreLocation.parse(arguments[0]), arguments[1], arguments[2], warmUp);
            return;
        }
        System.out.println("| store | processes | what | per second, median | lowest to highest |");
        System.out.println("|---|---:|---|---:|---:|");
        Path folder = Files.createTempDirectory(Path.of(arguments[0]), "bench-store-");
        try {
            measure("SQLite", new StoreLocation.SqliteFile(folder.resolve("study.db")));
        } finally {
            delete(folder);
        }
        if (PostgresServer.isInstalled()) {
            try (PostgresServer server = PostgresServer.startDurable()) {
                measure("PostgreSQL", server.location());
            }
        }
    }

    private static void measure(String name, StoreLocation location) throws Exception {
        for (int processes : new int[] {1, 8}) {
            Map<String, List<Double>> rates = new LinkedHashMap<>();
            for (int round = 0; round < ROUNDS; round++) {
                for (String kind : List.of("raw commits", "cycles", "evaluations")) {
                    rates.computeIfAbsent(kind, none -> new ArrayList<>())
                            .add(rate(location, kind, processes));
                }
            }
            rates.forEach((kind, each) -> print(name, processes, kind, each));
        }
    }

    private static void print(String name, int processes, String kind, List<Double> rates) {
        rates.sort(Comparator.naturalOrder());
        System.out.printf(
                "| %s | %d | %s | %,.0f | %,.0f to %,.0f |%n",
                name, processes, kind, rates.get(ROUNDS / 2), rates.get(0), rates.get(ROUNDS - 1));
    }

    private static double rate(StoreLocation location, String kind, int processes)
            throws Exception {
        try (StudyStore store = StudyStore.openOrCreate(location)) {
            String name = "study-" + store.studies().size();
            List<Trial> trials = Trials.trials(0, TRIALS);
            store.createStudy(new StudyDefinition(name, "", "", Map.of()), trials);
            List<ChildProcess> workers = new ArrayList<>();
            for (int i = 0; i < processes; i++) {
                String warmUp = Double.toString(WARM_UP_SECONDS * processes);
                List<String> arguments =
                        List.of(StudyStoreContract.text(location), kind, name, warmUp);
                workers.add(ChildProcess.start(StoreBenchmark.class, arguments));
            }
            for (ChildProcess worker : workers) {
                worker.readLine();
            }
            workers.forEach(ChildProcess::go);
            double sum = 0;
            for (ChildProcess worker : workers) {
                sum += Double.parseDouble(worker.readLine());
                worker.close();
            }
            return sum;
        }
    }

    private static void work(StoreLocation location, String kind, String study, double warmUp)
            throws Exception {
        try (StudyStore store = StudyStore.open(location, Access.WRITING);
                RawCommits raw = new RawCommits(location)) {
            Runnable once =
                    switch (kind) {
                        case "raw commits" -> raw;
                        case "cycles" -> cycles(store, store.findStudy(study).orElseThrow().id());
                        default -> evaluations(store, store.findStudy(study).orElseThrow().id());
                    };
            System.out.println("ready");
            System.in.read();
            repeat(once, warmUp);
            System.out.println(repeat(once, SECONDS));
        }
    }

    private static double repeat(Runnable once, double seconds) {
        long start = System.nanoTime();
        long done = 0;
        double elapsed = 0;
        while (elapsed < seconds) {
            once.run();
            done++;
            elapsed = (System.nanoTime() - start) / 1e9;
        }
        return done / elapsed;
    }

    private static Runnable cycles(StudyStore store, long study) {
        AttemptOrigin origin = StudyStoreContract.origin("worker-" + ProcessHandle.current().pid());
        return () ->
                store.end(
                        store.claim(study, origin, StudyStoreContract.LEASE).orElseThrow(),
                        new Ending.Completed(),
                        "");
    }

    private static Runnable evaluations(StudyStore store, long study) {
        AttemptOrigin origin = StudyStoreContract.origin("worker-" + ProcessHandle.current().pid());
        Claim claim = store.claim(study, origin, StudyStoreContract.LEASE).orElseThrow();
        return new Runnable() {
            private long step;

            @Override
            public void run() {
                Map<String, Double> metrics = new LinkedHashMap<>();
                for (int i = 0; i < METRICS; i++) {
                    metrics.put("validation/metric_" + i, 1.0 / (step + i + 3));
                }
                store.record(claim, new Measurement(step++, metrics));
            }
        };
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
