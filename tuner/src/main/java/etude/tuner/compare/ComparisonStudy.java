package etude.tuner.compare;

import etude.datasets.EtudeException;
import etude.trainer.config.ConfigDifferences;
import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigText;
import etude.trainer.config.ConfigWriter;
import etude.trainer.config.RunConfig;
import etude.trainer.config.bind.ConfigNode.Mapping;
import etude.trainer.config.bind.Problems;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.EarlierDirectory;
import etude.trainer.files.Json;
import etude.tuner.store.Access;
import etude.tuner.store.StoreLocation;
import etude.tuner.store.TrialState;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.StudyDirectory;
import etude.tuner.study.StudyOpening;
import etude.tuner.text.Quantities;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The study of a comparison: files that the user can read, run and change. It is begun, or
 * continued where it began before in the same directory.
 *
 * @param base the config of every trial, its durations in steps
 */
record ComparisonStudy(StudyDirectory directory, ComparisonSetup setup, RunConfig base) {
    private static final String BASE = "base.yaml";

    /** A worker gives a sign far more often than this. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    /**
     * Begins the study, or opens the one that began; more trials extend it.
     *
     * @param fresh whether to put one aside that began
     * @throws ConfigException when another comparison is in the way
     * @throws EtudeException when the one to be put aside is being worked on
     */
    OpenStudy open(boolean fresh, Consumer<String> notes) {
        if (fresh && exists()) {
            refuseWhereBusy();
            EarlierDirectory.putAside(directory.root(), "comparison", notes);
        }
        if (exists()) {
            requireSame();
        } else {
            directory.create();
            write(baseFile(), baseText());
            write(directory.studyFile(), studyText());
        }
        OpenStudy study =
                StudyOpening.openOrCreate(directory.studyFile(), directory, Optional.empty());
        if (study.study().trialsPerArm() == setup.trialsPerSize()) {
            return study;
        }
        try (study) {
            study.extend(setup.trialsPerSize());
        }
        return StudyOpening.open(directory, Optional.empty(), Access.WRITING);
    }

    private static void write(Path file, String text) {
        AtomicFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private Path baseFile() {
        return directory.root().resolve(BASE);
    }

    private String baseText() {
        return ConfigWriter.toYaml(base);
    }

    private String studyText() {
        StepTarget target = setup.target();
        Path root = directory.root().toAbsolutePath().normalize();
        return """
                # Written by `etude probe --compare-steps-to-target`, which continues it; an ordinary study otherwise.
                #
                # Every trial has the same STEP budget, whatever its batch size: %d updates, warmup included (no duration
                # in %s is in epochs or examples). Never an epoch budget: it would give larger batches fewer steps,
                # and so only show perfect scaling (playbook, "Choosing the batch size to minimize training time").
                # Evaluation every %d steps, at least every 5 %% of max_train_steps. Each size has its learning rate
                # tuned again, with the same number of trials.
                name: %s
                goal: %s
                base: %s
                objective: {metric: %s, mode: %s}
                search: {algorithm: quasi_random, seed: %d}
                trials: %d
                parameters:
                  - {path: batch_size, role: scientific, values: [%s]}
                  - {path: optimizer.learning_rate, role: nuisance, min: %s, max: %s, scale: log}
                """
                .formatted(
                        setup.totalSteps(),
                        BASE,
                        setup.evaluateEvery(),
                        Json.line(root.getFileName().toString()),
                        Json.line(
                                "How many steps and seconds does each batch size need to a target of %s?"
                                        .formatted(target.metric())),
                        BASE,
                        Json.line(target.metric()),
                        target.mode().name().toLowerCase(Locale.ROOT),
                        base.seed(),
                        setup.trialsPerSize(),
                        Quantities.list(setup.sizes()),
                        RateRange.text(setup.rates().min()),
                        RateRange.text(setup.rates().max()));
    }

    private boolean exists() {
        StoreLocation.SqliteFile store = (StoreLocation.SqliteFile) directory.store();
        return Files.exists(store.path()) && Files.exists(directory.studyFile());
    }

    /**
     * Refuses to go on with a comparison of something else. More trials are no difference: the
     * study is extended. Nor is another value of the metric: the same trials answer that too.
     */
    private void requireSame() {
        List<String> differences =
                new ArrayList<>(
                        differences(
                                directory.studyFile(),
                                studyText(),
                                Set.of("trials", "goal", "notes")));
        differences.addAll(differences(baseFile(), baseText(), Set.of("notes")));
        if (!differences.isEmpty()) {
            throw new ConfigException(
                    List.of(
                            "%s holds a comparison with other settings (%s); change them back to continue it, or add --fresh to put it aside and start over"
                                    .formatted(directory.root(), String.join("; ", differences))));
        }
    }

    private static List<String> differences(Path file, String now, Set<String> harmless) {
        return ConfigDifferences.between(
                root(ConfigText.read(file), file), root(now, file), harmless);
    }

    private static Mapping root(String text, Path file) {
        Problems problems = new Problems();
        return ConfigText.root(text, file.toString(), problems)
                .orElseThrow(() -> new ConfigException(problems.sentences()));
    }

    private void refuseWhereBusy() {
        try (OpenStudy study = StudyOpening.open(directory, Optional.empty(), Access.READING)) {
            Instant silent = study.store().now().minus(SILENCE);
            boolean busy =
                    study.trials().stream()
                            .filter(trial -> trial.state() == TrialState.RUNNING)
                            .anyMatch(
                                    trial ->
                                            trial.heartbeatAt()
                                                    .filter(silent::isBefore)
                                                    .isPresent());
            if (busy) {
                throw new EtudeException(
                        "%s: its trials are being worked on; stop that first, and if it was killed, wait %d seconds"
                                .formatted(directory.root(), SILENCE.toSeconds()));
            }
        }
    }
}
