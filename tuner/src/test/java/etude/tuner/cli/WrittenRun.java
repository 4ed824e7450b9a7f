package etude.tuner.cli;

import etude.trainer.checkpoint.CheckpointContent;
import etude.trainer.checkpoint.CheckpointDirectory;
import etude.trainer.checkpoint.TensorView;
import etude.trainer.metrics.Measurement;
import etude.trainer.metrics.MetricsLog;
import etude.trainer.metrics.StepsFile;
import etude.trainer.run.AttemptFacts;
import etude.trainer.run.Attempts;
import etude.trainer.run.Outcome;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.RunEnd;
import etude.trainer.run.Summary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run that nobody trained, by the trainer's own writers: four evaluations, of which the third is
 * the best.
 *
 * @param best the error rate at step 30
 */
record WrittenRun(Path root, double learningRate, double best) {
    WrittenRun write() {
        RunDirectory run = new RunDirectory(root);
        run.create();
        try {
            Files.writeString(
                    run.config(),
                    """
                    name: %s
                    notes: from its config
                    optimizer: {name: momentum, learning_rate: %s}
                    batch_size: 8
                    """
                            .formatted(root.getFileName(), learningRate));
            Files.writeString(
                    run.facts(),
                    """
                    {"name": "%s", "seed": 1, "threads": 1, "batch_size": 8, "learning_rate": %s,
                     "steps": {"max_train": 40}, "metric": "validation/error_rate", "mode": "min",
                     "data": {"classes": 10, "digest": "%s"}}
                    """
                            .formatted(root.getFileName(), learningRate, "0123"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (MetricsLog metrics = MetricsLog.create(run.metrics());
                StepsFile steps = StepsFile.create(run.steps())) {
            measured().forEach(one -> metrics.append(one.step(), one.metrics()));
            float[] losses = new float[40];
            for (int i = 0; i < losses.length; i++) {
                losses[i] = (float) (1 / (1 + i * learningRate));
            }
            steps.append(0, losses, losses);
        }
        return this;
    }

    private List<Measurement> measured() {
        return List.of(at(10, 2 * best), at(20, 1.5 * best), at(30, best), at(40, 1.1 * best));
    }

    /** Its checkpoints of the last two evaluations. */
    WrittenRun saved() {
        CheckpointDirectory checkpoints =
                CheckpointDirectory.forWriting(new RunDirectory(root).checkpoints());
        measured().subList(2, 4).forEach(one -> checkpoints.save(one.step(), content(one)));
        return this;
    }

    /** Its end, at so many seconds of 2026. */
    WrittenRun ended(long second) throws IOException {
        return ended(second, RunEnd.of(new Outcome.Completed(40)));
    }

    /** An end of any kind. */
    WrittenRun ended(long second, RunEnd end) throws IOException {
        RunDirectory run = new RunDirectory(root);
        new Summary(end, 40, Optional.of(at(30, best)), Map.of(), 12.5, 100, Optional.empty(), 0)
                .write(run);
        Instant time = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(second);
        Files.setLastModifiedTime(root, FileTime.from(time));
        return this;
    }

    /** An attempt at it that says no more. */
    WrittenRun begun() {
        new Attempts(new RunDirectory(root))
                .start(
                        new AttemptFacts(
                                List.of("etude", "train"),
                                Optional.empty(),
                                "cpu()",
                                Map.of(),
                                Map.of()));
        return this;
    }

    private static Measurement at(long step, double error) {
        return new Measurement(
                step, Map.of("validation/error_rate", error, "validation/loss", 2 * error));
    }

    private static CheckpointContent content(Measurement at) {
        float[] weights = new float[1000];
        return new CheckpointContent(
                List.of(TensorView.of("weight", new long[] {1000}, weights, 0)),
                List.of(),
                at.metrics(),
                Map.of());
    }
}
