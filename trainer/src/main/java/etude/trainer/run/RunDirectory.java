package etude.trainer.run;

import etude.datasets.EtudeException;
import etude.trainer.files.WriteFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Where everything of one run lies; readable without this tool. */
public record RunDirectory(Path root) {
    /**
     * Makes the directory where it is missing.
     *
     * @throws EtudeException when the disk is full or refuses
     */
    public void create() {
        try {
            Files.createDirectories(root);
            Files.createDirectories(predictions());
        } catch (IOException e) {
            throw WriteFailures.explain("run directory", root, "nothing was started", e);
        }
    }

    /** The resolved config with every default. */
    public Path config() {
        return root.resolve("config.yaml");
    }

    /** See {@link RunFacts}. */
    public Path facts() {
        return root.resolve("run.json");
    }

    /** See {@link etude.trainer.weights.LoadReport}. */
    public Path initialWeights() {
        return root.resolve("initial_weights.json");
    }

    /** See {@link Lineage}. */
    public Path continuedFrom() {
        return root.resolve("continued_from.json");
    }

    /** One JSON file an attempt; see {@link Attempts}. */
    public Path attempts() {
        return root.resolve("attempts");
    }

    /** See {@link etude.trainer.metrics.MetricsLog}. */
    public Path metrics() {
        return root.resolve("metrics.jsonl");
    }

    /** See {@link etude.trainer.metrics.StepsFile}. */
    public Path steps() {
        return root.resolve("steps.bin");
    }

    /** See {@link etude.trainer.metrics.ClassesLog}. */
    public Path classes() {
        return root.resolve("classes.jsonl");
    }

    /** See {@link etude.trainer.metrics.CorrectFile}. */
    public Path correct() {
        return root.resolve("correct.bin");
    }

    /** See {@link Outcomes}. */
    public Path outcomes() {
        return root.resolve("outcomes.json");
    }

    /** See {@link Summary}. */
    public Path summary() {
        return root.resolve("summary.json");
    }

    /** See {@link WholeValidation}. */
    public Path wholeValidation() {
        return root.resolve("whole_validation.json");
    }

    /** See {@link TestEvaluations}. */
    public Path testEvaluations() {
        return root.resolve("test_evaluations.json");
    }

    /** See {@link OtherEvaluations}. */
    public Path otherEvaluations() {
        return root.resolve("other_evaluations.json");
    }

    /** See {@link etude.trainer.checkpoint.CheckpointDirectory}. */
    public Path checkpoints() {
        return root.resolve("checkpoints");
    }

    /** Per-example predictions of each evaluation. */
    public Path predictions() {
        return root.resolve("predictions");
    }

    /** The predictions of the evaluation after so many updates. */
    public Path predictions(long step) {
        return predictions().resolve(String.format(Locale.ROOT, "step-%08d.jsonl", step));
    }

    /** See {@link RunLabels}. */
    public Path labels() {
        return root.resolve("labels.json");
    }

    /** The page that reports on the run. */
    public Path report() {
        return root.resolve("report.html");
    }

    /** See {@link etude.trainer.metrics.TensorBoardWriter}. */
    public Path tensorboard() {
        return root.resolve("tensorboard");
    }

    /** See {@link RunLock}. */
    public Path lock() {
        return root.resolve("run.lock");
    }
}
