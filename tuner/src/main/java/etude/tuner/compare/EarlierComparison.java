package etude.tuner.compare;

import etude.datasets.EtudeException;
import etude.trainer.config.ConfigDifferences;
import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigText;
import etude.trainer.config.bind.ConfigNode.Mapping;
import etude.trainer.config.bind.Problems;
import etude.trainer.files.WriteFailures;
import etude.tuner.store.StoreLocation;
import etude.tuner.store.StudyStore;
import etude.tuner.store.StudyStores;
import etude.tuner.store.TrialState;
import etude.tuner.study.StudyDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A comparison that began before in the same directory: it is continued, or put aside. */
record EarlierComparison(StudyDirectory directory) {
    /** A worker gives a sign far more often than this. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    boolean exists() {
        StoreLocation.SqliteFile store = (StoreLocation.SqliteFile) directory.store();
        return Files.exists(store.path()) && Files.exists(directory.studyFile());
    }

    /**
     * Refuses to go on with a comparison of something else. More trials are no difference: the
     * study is extended. Nor is another value of the metric: the same trials answer that too.
     *
     * @throws ConfigException with the keys that differ
     */
    void requireSame(String study, String base) {
        List<String> differences = new ArrayList<>();
        Path baseFile = directory.root().resolve(ComparisonTexts.BASE);
        differences.addAll(
                differences(directory.studyFile(), study, Set.of("trials", "goal", "notes")));
        differences.addAll(differences(baseFile, base, Set.of("notes")));
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

    /**
     * Renames its directory.
     *
     * @throws EtudeException when workers are still at work there, or the file system refuses
     */
    void putAside(Consumer<String> notes) {
        if (isBusy()) {
            throw new EtudeException(
                    "%s: its trials are being worked on; stop that first, and if it was killed, wait %d seconds"
                            .formatted(directory.root(), SILENCE.toSeconds()));
        }
        Path root = directory.root().toAbsolutePath().normalize();
        int number = 1;
        while (Files.exists(aside(root, number))) {
            number++;
        }
        try {
            Files.move(root, aside(root, number));
        } catch (IOException e) {
            throw WriteFailures.explain(
                    "comparison", directory.root(), "the earlier one is intact", e);
        }
        notes.accept("the earlier comparison is now in " + aside(directory.root(), number));
    }

    private static Path aside(Path root, int number) {
        return root.resolveSibling("%s.old-%d".formatted(root.getFileName(), number));
    }

    private boolean isBusy() {
        try (StudyStore store = StudyStores.open(directory.store())) {
            Instant silent = store.now().minus(SILENCE);
            return store.studies().stream()
                    .flatMap(study -> store.trials(study.id()).stream())
                    .filter(trial -> trial.state() == TrialState.RUNNING)
                    .anyMatch(trial -> trial.heartbeatAt().filter(silent::isBefore).isPresent());
        }
    }
}
