package etude.tuner.report;

import etude.trainer.engine.ProcessorType;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import etude.trainer.metrics.Measurement;
import etude.trainer.run.Outcome;
import etude.trainer.run.RunDirectory;
import etude.tuner.space.Trial;
import etude.tuner.store.AttemptOrigin;
import etude.tuner.store.Claim;
import etude.tuner.store.Ending;
import etude.tuner.store.Infeasible;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.StudyDirectory;
import etude.tuner.study.StudyOpening;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Makes a study as {@code etude study run} leaves it, with its files, its store and its run
 * directories, but without training: see {@link SyntheticTraining}.
 */
public final class StudyOnDisk {
    private static final Duration LEASE = Duration.ofHours(1);

    private static final String BASE =
            """
            name: base
            dataset: {name: generated, examples: 10000, image_size: 12, validation_fraction: 0.2}
            model: {name: mlp}
            batch_size: 128
            max_train_steps: %d
            optimizer: {name: momentum, learning_rate: 0.05}
            schedule: {warmup_steps: %d, decay: cosine}
            gradient_clipping: {norm: 1.0}
            evaluation: {every: %d, batch_size: 400}
            checkpoints: {every: %d}
            logging: {every: %d}
            """;

    private static final String STUDY =
            """
            name: %s
            goal: %s
            notes: %s
            base: base.yaml
            objective: {metric: validation/error_rate, mode: min}
            search: {algorithm: quasi_random, seed: 17}
            trials: %d
            fixed: {model.hidden: [32], notes: %s}
            parameters:
              - {path: optimizer.name, role: scientific, values: [nesterov, adam]}
              - {path: optimizer.learning_rate, role: nuisance, min: 1.0e-3, max: 3.0, scale: log, when: {optimizer.name: nesterov}}
              - {path: optimizer.momentum, role: nuisance, min: 0.8, max: 0.99, scale: one_minus_log, when: {optimizer.name: nesterov}}
              - {path: optimizer.learning_rate, role: nuisance, min: 1.0e-5, max: 3.0e-2, scale: log, when: {optimizer.name: adam}}
              - {path: optimizer.beta1, role: nuisance, min: 0.8, max: 0.99, scale: one_minus_log, when: {optimizer.name: adam}}
              - {path: optimizer.weight_decay, role: nuisance, min: 1.0e-6, max: 1.0e-2, scale: log}
              - {path: dropout, role: nuisance, min: 0.0, max: 0.5, scale: linear}
            """;

    private StudyOnDisk() {}

    /** Studies that were made already: a test gets a copy, which takes a fraction of the time. */
    private static final Map<StudyShape, Path> MADE = new ConcurrentHashMap<>();

    /**
     * Makes it.
     *
     * @param parent gets the study's directory, and the files it was begun with
     * @return the study, to be closed by the caller
     */
    public static OpenStudy write(Path parent, StudyShape shape) throws IOException {
        Path made = MADE.computeIfAbsent(shape, StudyOnDisk::made);
        try (Stream<Path> files = Files.walk(made)) {
            for (Path file : files.toList()) {
                Path copy = parent.resolve(made.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        return open(parent, shape);
    }

    private static Path made(StudyShape shape) {
        try {
            Path parent = Files.createTempDirectory("etude-study-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(parent)));
            make(parent, shape).close();
            return parent;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path parent) {
        try {
            AtomicFiles.deleteTree(parent);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OpenStudy open(Path parent, StudyShape shape) {
        return StudyOpening.openOrCreate(
                parent.resolve("study.yaml"),
                new StudyDirectory(parent.resolve(shape.name())),
                Optional.empty());
    }

    private static OpenStudy make(Path parent, StudyShape shape) throws IOException {
        int warmup = shape.steps() / 20;
        int every = shape.steps() / shape.evaluations();
        Files.createDirectories(parent);
        Files.writeString(
                parent.resolve("base.yaml"),
                BASE.formatted(shape.steps() - warmup, warmup, every, every, every));
        Files.writeString(
                parent.resolve("study.yaml"),
                STUDY.formatted(
                        quoted(shape.name()),
                        quoted(shape.goal()),
                        quoted(shape.notes()),
                        shape.trialsPerArm(),
                        quoted(shape.notes())));
        OpenStudy study = open(parent, shape);
        for (Trial trial : study.study().trials()) {
            if (trial.number() < shape.trials() - shape.unfinished()) {
                run(study, shape, trial);
            }
        }
        return study;
    }

    /** YAML takes JSON's strings, but for this end of a line. */
    private static String quoted(String text) {
        return Json.line(text).replace("\u2028", "\\u2028");
    }

    private static void run(OpenStudy study, StudyShape shape, Trial trial) {
        Claim claim = study.store().claim(study.id(), origin(trial.number()), LEASE).orElseThrow();
        SyntheticTraining training = new SyntheticTraining(trial, shape);
        study.store().continueFrom(claim, 0);
        training.evaluations().forEach(e -> study.store().record(claim, e));
        RunOnDisk.write(
                new RunDirectory(study.directory().trial(claim.runDirectory())),
                study.study().config(trial, 1, ProcessorType.OTHER),
                training);
        int left = shape.trials() - shape.unfinished() - trial.number();
        if (shape.unfinished() == 0 || left > 2) {
            study.store().end(claim, ending(training.outcome()), "");
        } else if (left == 2) {
            study.store().end(claim, new Ending.Failed("the process was killed 3 times"), "");
        }
    }

    /** Makes the next trial's result: it has been on another machine, so there are no files. */
    public static void end(OpenStudy study, List<Measurement> evaluations, Ending ending) {
        Claim claim = study.store().claim(study.id(), origin(-1), LEASE).orElseThrow();
        evaluations.forEach(e -> study.store().record(claim, e));
        study.store().end(claim, ending, "");
    }

    /** As a worker says it. */
    private static Ending ending(Outcome outcome) {
        if (outcome instanceof Outcome.Diverged diverged) {
            return new Ending.Rejected(new Infeasible.Diverged(diverged.step()));
        }
        if (outcome instanceof Outcome.OutOfMemory memory) {
            return new Ending.Rejected(
                    new Infeasible.OutOfMemory(
                            memory.setting(), memory.batchSize(), memory.detail()));
        }
        return new Ending.Completed();
    }

    private static AttemptOrigin origin(long worker) {
        return new AttemptOrigin(
                "worker-" + worker,
                "host",
                "cpu",
                "etude study worker study.yaml",
                "",
                "",
                Map.of("etude", "0.1.0"));
    }
}
