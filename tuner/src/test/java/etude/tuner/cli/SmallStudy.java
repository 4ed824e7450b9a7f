package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import etude.trainer.files.Json;
import etude.tuner.process.ChildJvm;
import etude.tuner.store.Access;
import etude.tuner.store.StoredStudy;
import etude.tuner.store.StudyStore;
import etude.tuner.store.TrialAttempt;
import etude.tuner.store.TrialState;
import etude.tuner.store.TrialStatus;
import etude.tuner.study.StudyDirectory;
import etude.tuner.study.StudyOpening;
import etude.tuner.workspace.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A study of short trials in a directory of its own; deterministic, so that a GPU repeats them as
 * well.
 */
record SmallStudy(Path directory) {
    private static final String BASE =
            """
            name: base
            deterministic: true
            dataset: {name: generated, examples: 200, image_size: 12, validation_fraction: 0.2}
            model: {name: %s}
            batch_size: 10
            max_train_steps: %d
            optimizer: {name: momentum, learning_rate: 0.05}
            logging: {every: %d}
            evaluation: {every: %d, batch_size: 40}
            checkpoints: {every: %d}
            """;

    private static final String STUDY =
            """
            name: small
            goal: Which learning rate?
            base: base.yaml
            objective: {metric: %s, mode: min}
            search: {algorithm: quasi_random, seed: 3}
            trials: %d
            fixed: {%s}
            parameters:
              - {path: optimizer.learning_rate, role: nuisance, min: 1.0e-3, max: 1.0, scale: log}
            """;

    /** Trials of some steps each, with ten evaluations and checkpoints. */
    static SmallStudy write(Path directory, int trials, int steps) throws IOException {
        return write(directory, trials, steps, "validation/error_rate", "model.hidden: [8]");
    }

    static SmallStudy write(Path directory, int trials, int steps, String objective, String fixed)
            throws IOException {
        Files.createDirectories(directory);
        int every = Math.max(1, steps / 10);
        String model = fixed.contains("hidden") ? "mlp" : "aborting";
        Files.writeString(
                directory.resolve("base.yaml"), BASE.formatted(model, steps, every, every, every));
        Files.writeString(
                directory.resolve("study.yaml"), STUDY.formatted(objective, trials, fixed));
        return new SmallStudy(directory);
    }

    /** Runs a command in this JVM; trials have processes of their own. */
    CommandResult etude(String... words) {
        return EtudeCommand.run(directory, words);
    }

    CommandResult run(String... words) {
        return etude(runWords(words));
    }

    private static String[] runWords(String... words) {
        return Stream.concat(Stream.of("study", "run", "study.yaml"), Stream.of(words))
                .toArray(String[]::new);
    }

    /** The same study in another folder, as far as it has got. */
    SmallStudy copiedTo(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(directory.relativize(file).toString()));
            }
        }
        return new SmallStudy(folder);
    }

    /** Starts a main class; what it prints goes to files. */
    Process start(Class<?> main, String... words) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command(main, words))
                        .directory(directory.toFile())
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        directory.resolve("out.txt").toFile()))
                        .redirectError(
                                ProcessBuilder.Redirect.appendTo(
                                        directory.resolve("err.txt").toFile()));
        builder.environment().put("ETUDE_CACHE", directory.resolve("cache").toString());
        return builder.start();
    }

    private List<String> command(Class<?> main, String... words) {
        return ChildJvm.command(main, List.of(), List.of(words));
    }

    /** Begins the study, and runs no trial yet. */
    void begin() {
        StudyOpening.openOrCreate(
                        directory.resolve("study.yaml"),
                        new Workspace(directory).studies(),
                        Optional.empty())
                .close();
    }

    /** Something that becomes true. */
    interface Condition {
        boolean holds() throws Exception;
    }

    /** Waits for it while a process lives. */
    static void await(Process process, Condition condition) throws Exception {
        await(process::isAlive, condition);
    }

    /** Waits for it while something goes on. */
    static void await(BooleanSupplier going, Condition condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!condition.holds()) {
            assertThat(going.getAsBoolean()).as("it still goes on").isTrue();
            assertThat(System.nanoTime() - deadline).as("waited too long").isNegative();
            Thread.sleep(20);
        }
    }

    Path root() {
        return new Workspace(directory).studies().resolve("small");
    }

    <T> T inStore(Function<StudyStore, T> work) {
        try (StudyStore store =
                StudyStore.open(new StudyDirectory(root()).store(), Access.WRITING)) {
            return work.apply(store);
        }
    }

    List<TrialStatus> trials() {
        return inStore(store -> store.trials(id(store)));
    }

    static long id(StudyStore store) {
        return store.findStudy("small").map(StoredStudy::id).orElseThrow();
    }

    /** How the attempts at a trial ended, the first one first. */
    List<String> endings(int trial) {
        return inStore(
                store ->
                        store.attempts(id(store), trial).stream()
                                .map(TrialAttempt::ended)
                                .map(ended -> ended.orElseThrow().word())
                                .toList());
    }

    /** How many trials have been completed; 0 while there is no study. */
    int completed() {
        return Files.exists(root().resolve("study.yaml"))
                ? inStore(store -> store.counts(id(store))).getOrDefault(TrialState.COMPLETED, 0)
                : 0;
    }

    boolean hasEvaluations() {
        return Files.exists(root().resolve("study.yaml"))
                && inStore(
                        store -> {
                            try (var evaluations = store.evaluations(id(store))) {
                                return evaluations.findAny().isPresent();
                            }
                        });
    }

    /** Every number of every trial that is a result, in a form to compare. */
    Map<String, String> results() throws IOException {
        Map<String, String> results = new TreeMap<>();
        for (TrialStatus trial : trials()) {
            Path run = root().resolve(trial.runDirectory());
            String name = trial.number() + " ";
            results.put(
                    name + "settings", trial.trial().settings().toString() + trial.trial().seed());
            results.put(name + "steps", hex(run.resolve("steps.bin")));
            StringBuilder metrics = new StringBuilder();
            for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
                metrics.append(untimed(line)).append('\n');
            }
            results.put(name + "metrics", metrics.toString());
            results.put(
                    name + "evaluations",
                    inStore(s -> s.evaluations(id(s), trial.number())).stream()
                            .map(e -> e.step() + " " + new TreeMap<>(e.metrics()))
                            .map(
                                    text ->
                                            text.replaceAll(
                                                    "(examples_per_second|data_wait_fraction)=[^,}]*",
                                                    ""))
                            .toList()
                            .toString());
            JsonNode summary = Json.parse(Files.readAllBytes(run.resolve("summary.json")));
            long best = summary.path("best").path("step").asLong();
            Path checkpoint = run.resolve("checkpoints/step-%08d".formatted(best));
            results.put(
                    name + "best parameters",
                    best + hex(checkpoint.resolve("parameters.safetensors")));
        }
        return results;
    }

    private static String hex(Path file) throws IOException {
        return HexFormat.of().formatHex(Files.readAllBytes(file));
    }

    private static String untimed(String line) throws IOException {
        ObjectNode object = (ObjectNode) Json.parse(line.getBytes(StandardCharsets.UTF_8));
        object.remove(List.of("examples_per_second", "data_wait_fraction"));
        return Json.line(object);
    }
}
