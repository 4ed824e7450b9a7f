package etude.datasets.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import etude.datasets.reader.CellNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** How often a leak is missed, and another column taken for one, on made-up tables. */
final class LeakTest {
    private static final int TABLES = 10;
    private static final ToDoubleFunction<String> NUMBER = CellNumbers::number;
    private static final ToDoubleFunction<String> TEXT = LeakTest::none;

    private static double none(String cell) {
        return Double.NaN;
    }

    /** A column and what is to be predicted from it. */
    private record Made(List<String> cells, List<String> targets) {}

    /** Makes the cell of a row from its class (or number) and chance. */
    @FunctionalInterface
    private interface Cell {
        String of(double target, Random random);
    }

    private static Made classes(int rows, double rare, Random random, Cell cell) {
        List<String> cells = new ArrayList<>();
        List<String> targets = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            int label = random.nextDouble() < rare ? 1 : 0;
            targets.add(label == 1 ? "yes" : "no");
            cells.add(cell.of(label, random));
        }
        return new Made(cells, targets);
    }

    private static Made numbers(int rows, Random random, Cell cell) {
        List<String> cells = new ArrayList<>();
        List<String> targets = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            double target = random.nextGaussian();
            targets.add(Double.toString(target));
            cells.add(cell.of(target, random));
        }
        return new Made(cells, targets);
    }

    private static String text(double number) {
        return String.format(Locale.ROOT, "%.4f", number);
    }

    /** The share of tables in which the column is called a leak. */
    private static double rate(int rows, double rare, ToDoubleFunction<String> number, Cell cell) {
        int found = 0;
        for (int table = 0; table < TABLES; table++) {
            Random random = new Random(1_000L * rows + table);
            boolean regression = rare == 0;
            Made made =
                    regression ? numbers(rows, random, cell) : classes(rows, rare, random, cell);
            found +=
                    Leak.find(made.cells(), number, made.targets(), regression).isPresent() ? 1 : 0;
        }
        return (double) found / TABLES;
    }

    @Test
    void columnsThatDecideAClassAreFound() {
        Cell code = (label, random) -> label == 1 ? "closed" : "open";
        Cell threshold = (label, random) -> text(label + random.nextDouble());
        Cell gap = (label, random) -> label == 1 ? text(random.nextDouble()) : "";
        Cell fewExceptions =
                (label, random) -> (label == 1) == (random.nextDouble() >= 0.002) ? "x" : "z";
        for (double rare : new double[] {0.2, 0.5}) {
            assertThat(rate(1_000, rare, TEXT, code)).isEqualTo(1);
            assertThat(rate(1_000, rare, NUMBER, gap)).isEqualTo(1);
            assertThat(rate(3_000, rare, NUMBER, threshold)).isEqualTo(1);
        }
        // One or two rows beside a threshold are told wrongly, which are many of few.
        assertThat(rate(1_000, 0.5, NUMBER, threshold)).isGreaterThanOrEqualTo(0.9);
        assertThat(rate(1_000, 0.5, TEXT, fewExceptions)).isGreaterThanOrEqualTo(0.9);
        assertThat(rate(4_000, 0.05, TEXT, code)).isEqualTo(1);
    }

    @Test
    void tablesWithFewRowsOutsideOfTheMostFrequentClassAreNotJudged() {
        Cell code = (label, random) -> label == 1 ? "closed" : "open";
        assertThat(rate(500, 0.1, TEXT, code)).isZero();
    }

    @Test
    void goodColumnsAreNoLeaks() {
        // Two errors in a hundred rows where the classes are even.
        Cell good = (label, random) -> text(label * 4 + random.nextGaussian());
        Cell veryGood =
                (label, random) -> random.nextDouble() < 0.05 ? "other" : label == 1 ? "x" : "z";
        Cell chance = (label, random) -> text(random.nextGaussian());
        Cell identifier = (label, random) -> "id" + random.nextInt(1_000_000);
        for (int rows : new int[] {300, 1_000}) {
            for (double rare : new double[] {0.2, 0.5}) {
                assertThat(rate(rows, rare, NUMBER, good)).isZero();
                assertThat(rate(rows, rare, NUMBER, chance)).isZero();
                assertThat(rate(rows, rare, TEXT, identifier)).isZero();
            }
        }
        // It spares 95 of 100 errors where the classes are even.
        assertThat(rate(1_000, 0.5, TEXT, veryGood)).isLessThanOrEqualTo(0.05);
    }

    @Test
    void columnsThatDecideANumberAreFoundAndGoodOnesAreNot() {
        Cell other = (target, random) -> text(Math.exp(target));
        Cell folded = (target, random) -> text(1000 - 3 * target);
        Cell nearly = (target, random) -> text(target + 0.05 * random.nextGaussian());
        Cell good = (target, random) -> text(target + 0.3 * random.nextGaussian());
        Cell veryGood = (target, random) -> text(target + 0.2 * random.nextGaussian());
        for (int rows : new int[] {200, 1_000}) {
            assertThat(rate(rows, 0, NUMBER, other)).isEqualTo(1);
            assertThat(rate(rows, 0, NUMBER, folded)).isEqualTo(1);
            assertThat(rate(rows, 0, NUMBER, nearly)).isEqualTo(1);
            assertThat(rate(rows, 0, NUMBER, good)).isZero();
            assertThat(rate(rows, 0, NUMBER, veryGood)).isZero();
        }
    }

    @Test
    void whatWasFoundIsSaid() {
        Made made = classes(1_000, 0.5, new Random(1), (label, random) -> label == 1 ? "x" : "z");
        assertThat(Leak.find(made.cells(), TEXT, made.targets(), false).orElseThrow().words())
                .matches(
                        "alone it tells all but 0 of 1,000 rows, where the most frequent class misses \\d+");
    }
}
