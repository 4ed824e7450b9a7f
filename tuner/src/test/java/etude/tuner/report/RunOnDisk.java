package etude.tuner.report;

import etude.trainer.config.ConfigWriter;
import etude.trainer.config.Durations;
import etude.trainer.config.RunConfig;
import etude.trainer.files.AtomicFiles;
import etude.trainer.metrics.ClassesLog;
import etude.trainer.metrics.Measurement;
import etude.trainer.metrics.MetricsLog;
import etude.trainer.metrics.StepSeries;
import etude.trainer.metrics.StepsFile;
import etude.trainer.run.GradientNorms;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.RunEnd;
import etude.trainer.run.RunFacts;
import etude.trainer.run.Summary;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Writes the run directory of a trial, by the trainer's own writers. */
final class RunOnDisk {
    private static final int CLASSES = 10;

    private RunOnDisk() {}

    static void write(RunDirectory run, RunConfig config, SyntheticTraining training) {
        run.create();
        List<Measurement> evaluations = training.evaluations();
        StepSeries steps = training.steps();
        AtomicFiles.write(
                run.config(), ConfigWriter.toYaml(config).getBytes(StandardCharsets.UTF_8));
        facts(config).write(run);
        try (MetricsLog metrics = MetricsLog.create(run.metrics());
                ClassesLog classes = ClassesLog.create(run.classes());
                StepsFile file = StepsFile.create(run.steps())) {
            evaluations.forEach(e -> metrics.append(e.step(), e.metrics()));
            evaluations.forEach(e -> append(classes, e));
            file.append(0, steps.losses(), steps.gradientNorms());
        }
        summary(training, evaluations, steps).write(run);
    }

    private static RunFacts facts(RunConfig config) {
        int examples = SyntheticTraining.TRAINING_EXAMPLES;
        return RunFacts.of(
                config,
                Durations.resolve(config, examples),
                new RunFacts.Data(
                        OptionalInt.of(examples),
                        OptionalInt.of(SyntheticTraining.VALIDATION_EXAMPLES),
                        OptionalInt.of(SyntheticTraining.VALIDATION_EXAMPLES),
                        OptionalInt.of(CLASSES),
                        Optional.of("0123456789abcdef"),
                        Map.of(),
                        OptionalInt.empty(),
                        OptionalInt.empty()),
                "cpu()");
    }

    private static void append(ClassesLog classes, Measurement evaluation) {
        long[] examples = new long[CLASSES];
        Arrays.fill(examples, SyntheticTraining.VALIDATION_EXAMPLES / CLASSES);
        long[] correct = new long[CLASSES];
        for (int c = 0; c < CLASSES; c++) {
            double error = error(evaluation);
            correct[c] = Math.round(examples[c] * Math.max(0, 1 - error * (0.5 + c / 9.0)));
        }
        classes.append(evaluation.step(), "validation", examples, correct);
    }

    private static double error(Measurement evaluation) {
        return evaluation.metrics().getOrDefault("validation/error_rate", Double.NaN);
    }

    private static Summary summary(
            SyntheticTraining training, List<Measurement> evaluations, StepSeries steps) {
        Optional<Measurement> best =
                evaluations.stream().min(Comparator.comparingDouble(RunOnDisk::error));
        return new Summary(
                RunEnd.of(training.outcome()),
                steps.size(),
                best,
                evaluations.isEmpty()
                        ? Map.of()
                        : evaluations.get(evaluations.size() - 1).metrics(),
                0.01 * steps.size(),
                20_000 + training.trial().number(),
                GradientNorms.of(steps.gradientNorms()),
                0.12);
    }
}
