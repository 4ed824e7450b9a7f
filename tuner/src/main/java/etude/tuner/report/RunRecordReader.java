package etude.tuner.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import etude.datasets.EtudeException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import etude.trainer.files.Json;
import etude.trainer.metrics.ClassesLog;
import etude.trainer.metrics.MetricsLog;
import etude.trainer.metrics.StepSeries;
import etude.trainer.metrics.StepsFile;
import etude.trainer.model.ModelRegistry;
import etude.trainer.run.Attempts;
import etude.trainer.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads a run directory, and notes what is missing or damaged. */
final class RunRecordReader {
    private final RunDirectory run;
    private final List<String> problems = new ArrayList<>();

    private RunRecordReader(RunDirectory run) {
        this.run = run;
    }

    static RunRecord read(RunDirectory run) {
        return new RunRecordReader(run).read();
    }

    private RunRecord read() {
        Optional<RunConfig> config =
                whole(run.config(), Optional.empty(), () -> Optional.of(config(run.config())));
        return new RunRecord(
                run,
                config,
                whole(run.metrics(), List.of(), () -> MetricsLog.read(run.metrics())),
                whole(run.steps(), StepSeries.none(), this::steps),
                whole(run.classes(), List.of(), () -> ClassesLog.read(run.classes())),
                whole(run.summary(), MissingNode.getInstance(), () -> json(run.summary())),
                attempt(),
                problems);
    }

    /** What is read from a file; something else, and a problem, where that does not work. */
    private <T> T whole(Path file, T otherwise, Supplier<T> reading) {
        if (!Files.exists(file)) {
            problems.add(file.getFileName() + " is missing");
            return otherwise;
        }
        try {
            return reading.get();
        } catch (EtudeException e) {
            problems.add("%s is left out: %s".formatted(file.getFileName(), e.getMessage()));
            return otherwise;
        }
    }

    private static RunConfig config(Path file) {
        return ConfigLoader.load(file, List.of(), ModelRegistry.load());
    }

    private StepSeries steps() {
        return StepsFile.read(run.steps());
    }

    private JsonNode attempt() {
        try {
            int last = new Attempts(run).count() - 1;
            Path file = run.attempts().resolve(last + ".json");
            return whole(
                    last < 0 ? run.attempts() : file, MissingNode.getInstance(), () -> json(file));
        } catch (EtudeException e) {
            problems.add(String.valueOf(e.getMessage()));
            return MissingNode.getInstance();
        }
    }

    private static JsonNode json(Path file) {
        try {
            return Json.parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new EtudeException("%s cannot be read (%s)".formatted(file, e.getMessage()), e);
        }
    }
}
