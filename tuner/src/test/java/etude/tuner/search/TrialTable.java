package etude.tuner.search;

import com.fasterxml.jackson.databind.node.DoubleNode;
import etude.trainer.model.ModelRegistry;
import etude.tuner.space.Study;
import etude.tuner.space.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Trials that were trained once, of an MLP on MNIST: the result of any other point is that of the
 * nearest of them, on the scales of the hyperparameters.
 *
 * @param points from 0 to 1 on each scale
 * @param errors rates; empty where training diverged
 */
record TrialTable(Study study, List<double[]> points, List<OptionalDouble> errors) {
    private static final String BASE =
            """
            name: base
            dataset: {name: generated}
            model: {name: mlp}
            batch_size: 128
            max_train_steps: 500
            optimizer: {name: momentum, learning_rate: 0.05}
            """;

    private static final String STUDY =
            """
            name: table
            goal: How soon is one of the best found?
            base: base.yaml
            search: {%s}
            trials: %d
            parameters:
              - {path: optimizer.learning_rate, role: nuisance, min: 1.0e-3, max: 30, scale: log}
              - {path: optimizer.momentum, role: nuisance, min: 0.1, max: 0.999, scale: one_minus_log}
              - {path: optimizer.weight_decay, role: nuisance, min: 1.0e-6, max: 1.0e-1, scale: log}
              - {path: schedule.warmup_steps, role: nuisance, min: 1, max: 100, integer: true}
              - {path: label_smoothing, role: nuisance, min: 0, max: 0.4}
            """;

    /** The study whose search is measured on the table of a CSV file. */
    static TrialTable read(Path file, String search, int trials) throws IOException {
        Map<Path, String> texts =
                Map.of(
                        Path.of("study.yaml"),
                        STUDY.formatted(search, trials),
                        Path.of("base.yaml"),
                        BASE);
        Study study =
                Study.read(
                        Path.of("study.yaml"),
                        ModelRegistry.load(),
                        p -> texts.getOrDefault(p, ""));
        List<double[]> points = new ArrayList<>();
        List<OptionalDouble> errors = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.startsWith("#") && !line.startsWith("learning_rate")) {
                String[] cells = line.split(",", -1);
                double[] point = new double[cells.length - 1];
                for (int d = 0; d < point.length; d++) {
                    point[d] =
                            study.arms()
                                    .get(0)
                                    .axes()
                                    .get(d)
                                    .hyperparameter()
                                    .domain()
                                    .coordinate(DoubleNode.valueOf(Double.parseDouble(cells[d])));
                }
                points.add(point);
                String error = cells[point.length];
                errors.add(
                        error.isEmpty()
                                ? OptionalDouble.empty()
                                : OptionalDouble.of(Double.parseDouble(error)));
            }
        }
        return new TrialTable(study, points, errors);
    }

    OptionalDouble at(Trial trial) {
        double[] point = new ArmSpace(study, study.arms().get(0)).point(trial.values());
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < points.size(); i++) {
            double sum = 0;
            for (int d = 0; d < point.length; d++) {
                double difference = points.get(i)[d] - point[d];
                sum += difference * difference;
            }
            if (sum < least) {
                least = sum;
                nearest = i;
            }
        }
        return errors.get(nearest);
    }

    /** The error rate of the worst of the best so many in a hundred. */
    double best(double percent) {
        double[] sorted =
                errors.stream()
                        .mapToDouble(error -> error.orElse(Double.POSITIVE_INFINITY))
                        .toArray();
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.floor(percent / 100 * sorted.length) - 1)];
    }
}
