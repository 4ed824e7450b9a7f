package etude.datasets.proposal;

import etude.datasets.RandomStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Whether one column alone decides the target: then it may have been written down after it. Half of
 * the rows predicts the other half from this column, and the other way round: a number or date by
 * the {@value #NEIGHBOURS} nearest ones, a text by the rows that have the same, a missing value by
 * the others.
 *
 * <p>Of classes, the errors are compared with those of always saying the most frequent class: the
 * column is a leak if a column that spares {@value #LEGITIMATE} of these would make so few errors
 * in one of 20 tables. So a table needs 100 rows outside of its most frequent class. Of numbers,
 * ranks are predicted, so that no outlier counts more than another row: it is one if that explains
 * {@value #EXPLAINED} of their variance, in at least 100 rows.
 *
 * @param words what was found
 */
public record Leak(String words) {
    /** What a legitimate column may spare of the errors. */
    private static final double LEGITIMATE = 0.97;

    private static final double EXPLAINED = 0.985;
    private static final double CHANCE = 0.05;
    private static final int NEIGHBOURS = 5;
    private static final int FEWEST = 100;

    /** Rows with the same number that are asked. */
    private static final int MOST_ALIKE = 100;

    /**
     * Looks at a column.
     *
     * @param cells of a sample of rows in any order; empty where a value is missing
     * @param number of a cell; NaN where the column is none of numbers or dates
     * @param targets of the same rows
     * @param regression whether the targets are numbers
     */
    public static Optional<Leak> find(
            List<String> cells,
            ToDoubleFunction<String> number,
            List<String> targets,
            boolean regression) {
        Column column = new Column(cells, number);
        return regression ? ofNumbers(column, targets) : ofClasses(column, targets);
    }

    private static Optional<Leak> ofClasses(Column column, List<String> targets) {
        Map<String, Integer> numbers = new HashMap<>();
        int[] classes = new int[targets.size()];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = numbers.computeIfAbsent(targets.get(i), name -> numbers.size());
        }
        int[] counts = new int[numbers.size()];
        for (int number : classes) {
            counts[number]++;
        }
        int constant = classes.length - Arrays.stream(counts).max().orElse(0);
        if (constant < FEWEST) {
            return Optional.empty();
        }
        int[] errors = {0};
        column.eachTested(
                alike -> {
                    int[] votes = new int[counts.length];
                    for (int other : alike) {
                        votes[classes[other]]++;
                    }
                    return most(votes);
                },
                (row, predicted) -> errors[0] += predicted == classes[row] ? 0 : 1);
        return poissonAtMost(errors[0], (1 - LEGITIMATE) * constant) <= CHANCE
                ? Optional.of(
                        new Leak(
                                String.format(
                                        Locale.ROOT,
                                        "alone it tells all but %,d of %,d rows, where the most frequent class misses %,d",
                                        errors[0],
                                        classes.length,
                                        constant)))
                : Optional.empty();
    }

    private static int most(int[] votes) {
        int most = 0;
        for (int number = 1; number < votes.length; number++) {
            most = votes[number] > votes[most] ? number : most;
        }
        return most;
    }

    private static double poissonAtMost(int count, double mean) {
        double term = Math.exp(-mean);
        double sum = term;
        for (int k = 1; k <= count; k++) {
            term *= mean / k;
            sum += term;
        }
        return sum;
    }

    private static Optional<Leak> ofNumbers(Column column, List<String> targets) {
        if (targets.size() < FEWEST) {
            return Optional.empty();
        }
        double[] ranks = ranks(targets.stream().mapToDouble(Leak::parsed).toArray());
        double mean = Arrays.stream(ranks).average().orElse(0);
        double[] squares = {0, 0};
        column.eachTested(
                alike ->
                        Arrays.stream(alike)
                                .mapToDouble(other -> ranks[other])
                                .average()
                                .orElse(mean),
                (row, predicted) -> {
                    squares[0] += (ranks[row] - predicted) * (ranks[row] - predicted);
                    squares[1] += (ranks[row] - mean) * (ranks[row] - mean);
                });
        double explained = squares[1] == 0 ? 0 : 1 - squares[0] / squares[1];
        return explained >= EXPLAINED
                ? Optional.of(
                        new Leak(
                                String.format(
                                        Locale.ROOT,
                                        "alone it explains %.1f %% of the variance of the target's ranks",
                                        100 * explained)))
                : Optional.empty();
    }

    private static double parsed(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 0; // no number; training says so
        }
    }

    /** Of equal numbers, the mean of their ranks. */
    private static double[] ranks(double[] numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        return Arrays.stream(numbers)
                .map(number -> (first(sorted, number) + first(sorted, Math.nextUp(number))) / 2.0)
                .toArray();
    }

    /** The place of the first number that is not smaller. */
    private static int first(double[] sorted, double number) {
        int from = 0;
        int to = sorted.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (sorted[middle] < number) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** What is predicted of a row, from rows of the other half. */
    @FunctionalInterface
    private interface Tested {
        void row(int row, double predicted);
    }

    /** The cells of a column, and which are alike. */
    private static final class Column {
        private final List<String> cells;
        private final double[] numbers;
        private final boolean numeric;

        Column(List<String> cells, ToDoubleFunction<String> number) {
            this.cells = cells;
            numbers =
                    cells.stream()
                            .mapToDouble(c -> c.isEmpty() ? Double.NaN : number.applyAsDouble(c))
                            .toArray();
            numeric = Arrays.stream(numbers).anyMatch(value -> !Double.isNaN(value));
        }

        /**
         * Tests each half of the rows.
         *
         * @param predict from the rows whose cells are most like that of a row
         */
        void eachTested(ToDoubleFunction<int[]> predict, Tested tested) {
            for (int half = 0; half < 2; half++) {
                int[] learn = half(1 - half);
                double otherwise = predict.applyAsDouble(learn);
                Map<String, Double> same = new HashMap<>();
                same(learn).forEach((text, rows) -> same.put(text, predict.applyAsDouble(rows)));
                int[] sorted = numeric ? sorted(learn) : new int[0];
                double[] values = Arrays.stream(sorted).mapToDouble(i -> numbers[i]).toArray();
                for (int row : half(half)) {
                    boolean near = !Double.isNaN(numbers[row]) && sorted.length > 0;
                    tested.row(
                            row,
                            near
                                    ? predict.applyAsDouble(nearest(sorted, values, numbers[row]))
                                    : same.getOrDefault(key(row), otherwise));
                }
            }
        }

        /** By chance, for rows may alternate. */
        private int[] half(int number) {
            return IntStream.range(0, cells.size())
                    .filter(row -> (RandomStream.mix(row) & 1) == number)
                    .toArray();
        }

        private String key(int row) {
            return numeric && Double.isNaN(numbers[row]) ? "" : cells.get(row);
        }

        private Map<String, int[]> same(int[] learn) {
            Map<String, IntStream.Builder> builders = new HashMap<>();
            for (int row : learn) {
                builders.computeIfAbsent(key(row), text -> IntStream.builder()).add(row);
            }
            Map<String, int[]> same = new HashMap<>();
            builders.forEach((text, rows) -> same.put(text, rows.build().toArray()));
            return same;
        }

        private int[] sorted(int[] learn) {
            return Arrays.stream(learn)
                    .filter(row -> !Double.isNaN(numbers[row]))
                    .boxed()
                    .sorted((one, other) -> Double.compare(numbers[one], numbers[other]))
                    .mapToInt(Integer::intValue)
                    .toArray();
        }

        private static int[] nearest(int[] sorted, double[] values, double value) {
            int from = first(values, value);
            int to = from;
            while (to < values.length && values[to] == value && to - from < MOST_ALIKE) {
                to++;
            }
            while (to - from < NEIGHBOURS && (from > 0 || to < values.length)) {
                boolean below =
                        to == values.length
                                || (from > 0 && value - values[from - 1] <= values[to] - value);
                from -= below ? 1 : 0;
                to += below ? 0 : 1;
            }
            return Arrays.copyOfRange(sorted, from, to);
        }
    }
}
