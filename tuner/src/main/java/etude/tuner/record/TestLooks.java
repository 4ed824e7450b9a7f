package etude.tuner.record;

import etude.datasets.EtudeException;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.TestEvaluations;
import etude.tuner.study.StudyDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How often runs that were chosen among each other have been evaluated on the test split (playbook,
 * "After exploration concludes"): of a trial, with all trials of its study.
 *
 * @param count of evaluations
 * @param study the directory of their study; empty of a run by itself
 */
public record TestLooks(int count, Optional<Path> study) {
    private static final List<String> FOLDERS = List.of("trials", "reruns", "resplits");

    /** What is on record. */
    public static TestLooks of(RunDirectory run) {
        Optional<Path> study = study(run);
        List<Path> runs =
                study.map(directory -> runs(directory)).orElseGet(() -> List.of(run.root()));
        return new TestLooks(runs.stream().mapToInt(TestLooks::count).sum(), study);
    }

    /** The directory of the study whose trial or rerun a run is. */
    public static Optional<Path> study(RunDirectory run) {
        Path root = run.root().toAbsolutePath().normalize();
        return Optional.ofNullable(root.getParent())
                .filter(parent -> FOLDERS.contains(parent.getFileName().toString()))
                .map(Path::getParent)
                .filter(directory -> new StudyDirectory(directory).isBegun());
    }

    private static List<Path> runs(Path study) {
        List<Path> runs = new ArrayList<>();
        for (String folder : FOLDERS) {
            try (Stream<Path> found = Files.list(study.resolve(folder))) {
                found.forEach(runs::add);
            } catch (IOException e) {
                // None has begun there, or nobody may look: then nothing is on record.
            }
        }
        return runs;
    }

    private static int count(Path run) {
        try {
            return TestEvaluations.read(new RunDirectory(run)).count();
        } catch (EtudeException e) {
            return 0;
        }
    }

    /** What that means, after the last of them. */
    public String sentence() {
        String whose =
                study.map(directory -> "runs of study " + directory.getFileName())
                        .orElse("this run");
        return count < 2
                ? "This was the first look at the test split with %s.".formatted(whose)
                : "This was look number %d at the test split with %s: what was chosen after an earlier one was chosen by the test examples too, and may do worse on others."
                        .formatted(count, whose);
    }
}
