package etude.trainer.run;

import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import etude.trainer.files.JsonObject;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run predicted for which targets at its best and at its last evaluation of the validation
 * examples, as {@code outcomes.json} keeps it: the confusion matrix of up to 50 classes, or the
 * residuals of a regression.
 *
 * @param best at the best evaluation so far, as the run's checkpoints are ranked; empty where none
 *     had a finite value, or a run was resumed before the evaluation that was the best was done
 *     again
 * @param last at the last evaluation so far; likewise
 */
public record Outcomes(Optional<Evaluated> best, Optional<Evaluated> last) {
    /** One evaluation, after {@code step} updates. */
    public record Evaluated(long step, Predictions predictions) {}

    /** Predictions beside the targets. */
    public sealed interface Predictions permits Confusion, Residuals {}

    /**
     * How often each class was taken for which.
     *
     * @param classes their names
     * @param counts examples, by {@code [true class][predicted class]}
     */
    @SuppressWarnings("ArrayRecordComponent") // a carrier of bulk data, never compared
    public record Confusion(List<String> classes, int[][] counts) implements Predictions {
        public Confusion {
            classes = List.copyOf(classes);
            requireSquare(counts, classes.size());
        }

        /**
         * Counts what became of each example.
         *
         * @param targets index of the true class of each
         * @param predicted index of the class that each was taken for
         */
        static Confusion of(List<String> classes, float[] targets, float[] predicted) {
            int[][] counts = new int[classes.size()][classes.size()];
            for (int i = 0; i < targets.length; i++) {
                counts[(int) targets[i]][(int) predicted[i]]++;
            }
            return new Confusion(classes, counts);
        }
    }

    /**
     * How far predictions of numbers are off, in the target's own unit: a residual is the
     * prediction less the target.
     *
     * @param examples that were predicted
     * @param mean of the residuals
     * @param deviation of the residuals from their mean
     * @param histogram of the residuals, over four deviations to both sides of their mean
     * @param grid of predictions over targets
     */
    public record Residuals(
            long examples, double mean, double deviation, Histogram histogram, Grid grid)
            implements Predictions {
        private static final double DEVIATIONS = 4;

        /** Compares prediction i with target i; all are finite, and there is at least one. */
        static Residuals of(float[] targets, float[] predicted) {
            double[] residuals = new double[targets.length];
            Arrays.setAll(residuals, i -> (double) predicted[i] - targets[i]);
            double mean = Arrays.stream(residuals).average().orElseThrow();
            double deviation =
                    Math.sqrt(
                            Arrays.stream(residuals)
                                    .map(residual -> (residual - mean) * (residual - mean))
                                    .average()
                                    .orElseThrow());
            return new Residuals(
                    targets.length,
                    mean,
                    deviation,
                    Histogram.of(residuals, Cells.around(mean, DEVIATIONS * deviation)),
                    Grid.of(targets, predicted));
        }
    }

    /**
     * Counts in cells of equal width; what lies outside is counted in the outermost cells.
     *
     * @param from where the first cell begins
     * @param to where the last cell ends
     */
    @SuppressWarnings("ArrayRecordComponent") // a carrier of bulk data, never compared
    public record Histogram(double from, double to, int[] counts) {
        private static Histogram of(double[] values, Cells cells) {
            int[] counts = new int[Cells.COUNT];
            for (double value : values) {
                counts[cells.cell(value)]++;
            }
            return new Histogram(cells.from(), cells.to(), counts);
        }
    }

    /**
     * Counts in square cells of equal width, over the range of the targets on both axes, so that
     * right predictions lie on the diagonal; what lies outside is counted in the outermost cells.
     *
     * @param from where the first cell begins, on both axes
     * @param to where the last cell ends, on both axes
     * @param counts examples, by {@code [cell of the target][cell of the prediction]}
     */
    @SuppressWarnings("ArrayRecordComponent") // a carrier of bulk data, never compared
    public record Grid(double from, double to, int[][] counts) {
        public Grid {
            requireSquare(counts, counts.length);
        }

        private static Grid of(float[] targets, float[] predicted) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (float target : targets) {
                least = Math.min(least, target);
                most = Math.max(most, target);
            }
            Cells cells = Cells.around((least + most) / 2, (most - least) / 2);
            int[][] counts = new int[Cells.COUNT][Cells.COUNT];
            for (int i = 0; i < targets.length; i++) {
                counts[cells.cell(targets[i])][cells.cell(predicted[i])]++;
            }
            return new Grid(cells.from(), cells.to(), counts);
        }
    }

    /** A range in equal parts. */
    private record Cells(double from, double to) {
        static final int COUNT = 40;

        /** Of some width also where nothing varies. */
        static Cells around(double middle, double extent) {
            double half = extent > 0 ? extent : Math.max(1, Math.abs(middle)) / 2;
            return new Cells(middle - half, middle + half);
        }

        int cell(double value) {
            double place = (value - from) / (to - from) * COUNT;
            return (int) Math.max(0, Math.min(COUNT - 1, Math.floor(place)));
        }
    }

    /**
     * What a run has kept; empty where it keeps none: language models, more than 50 classes, no
     * validation examples, or a run from before it was.
     *
     * @throws CorruptFileException when the file is not what a run writes
     */
    public static Optional<Outcomes> read(RunDirectory run) {
        return Json.read(run.outcomes(), "the outcomes of evaluations", Outcomes::of);
    }

    private static Outcomes of(JsonObject object) throws IOException {
        return new Outcomes(
                object.optional("best", Outcomes::evaluated),
                object.optional("last", Outcomes::evaluated));
    }

    private static Evaluated evaluated(JsonObject object) throws IOException {
        return new Evaluated(
                object.whole("step"),
                object.has("confusion")
                        ? Json.value(object.object("confusion").json(), Confusion.class)
                        : Json.value(object.object("residuals").json(), Residuals.class));
    }

    /**
     * Replaces the file.
     *
     * @throws EtudeException when the disk is full or refuses; the earlier file is intact
     */
    void write(RunDirectory run) {
        Map<String, Object> members = new LinkedHashMap<>();
        best.ifPresent(evaluated -> members.put("best", members(evaluated)));
        last.ifPresent(evaluated -> members.put("last", members(evaluated)));
        AtomicFiles.write(run.outcomes(), Json.file(members));
    }

    private static Map<String, Object> members(Evaluated evaluated) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("step", evaluated.step());
        members.put(
                evaluated.predictions() instanceof Confusion ? "confusion" : "residuals",
                evaluated.predictions());
        return members;
    }

    private static void requireSquare(int[][] counts, int size) {
        boolean square = counts.length == size;
        for (int[] row : counts) {
            square &= row.length == size;
        }
        if (!square) {
            throw new IllegalArgumentException(
                    "expected counts in %d rows of %d".formatted(size, size));
        }
    }
}
