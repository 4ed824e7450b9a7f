package etude.datasets.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import etude.datasets.RandomStream;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PermutationTest {
    @Test
    void everySizeUpToThreeHundredIsABijection() {
        for (int size = 1; size <= 300; size++) {
            for (long key = 0; key < 4; key++) {
                assertBijection(new Permutation(size, key));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1023, 1024, 1025, 4096, 50_000, 60_000, 65_536, 65_537, 999_983})
    void largeSizesAreBijections(int size) {
        assertBijection(new Permutation(size, 7));
    }

    @Test
    void theLargestSizeStaysInside() {
        Permutation permutation = new Permutation(Integer.MAX_VALUE, 3);
        for (int position = Integer.MAX_VALUE - 1000; position < Integer.MAX_VALUE; position++) {
            assertThat(permutation.at(position)).isBetween(0, Integer.MAX_VALUE - 1);
        }
    }

    @Test
    void allTwentyFourOrdersOfFourAppearAboutEquallyOften() {
        Map<List<Integer>, Integer> counts = new HashMap<>();
        for (int key = 0; key < 24_000; key++) {
            counts.merge(elements(new Permutation(4, RandomStream.mix(key))), 1, Integer::sum);
        }
        assertThat(counts).hasSize(24);
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(800, 1200));
    }

    /** Chi-square over (position, element) cells; its mean is 99 * 99 and its deviation 140. */
    @Test
    void everyElementIsEquallyLikelyAtEveryPosition() {
        int size = 100;
        int keys = 20_000;
        int[][] counts = new int[size][size];
        for (int key = 0; key < keys; key++) {
            Permutation permutation = new Permutation(size, RandomStream.mix(key));
            for (int position = 0; position < size; position++) {
                counts[position][permutation.at(position)]++;
            }
        }
        double expected = (double) keys / size;
        double chiSquare = 0;
        for (int[] row : counts) {
            for (int count : row) {
                chiSquare += (count - expected) * (count - expected) / expected;
            }
        }
        assertThat(chiSquare).isCloseTo(99.0 * 99.0, within(700.0));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 16, 17, 100, 1000})
    void oneElementStaysInPlaceOnAverage(int size) {
        int keys = 4000;
        long fixed = 0;
        for (int key = 0; key < keys; key++) {
            Permutation permutation = new Permutation(size, RandomStream.mix(key));
            fixed += IntStream.range(0, size).filter(i -> permutation.at(i) == i).count();
        }
        assertThat((double) fixed / keys).isCloseTo(1.0, within(0.1));
    }

    /** Neighbours must not stay neighbours: the step between them covers the whole range evenly. */
    @Test
    void neighboursAreUnrelated() {
        int size = 60_000;
        Permutation permutation = new Permutation(size, 11);
        int[] counts = new int[10];
        for (int position = 0; position < size; position++) {
            int following = permutation.at((position + 1) % size);
            int step = Math.floorMod(following - permutation.at(position), size);
            counts[step / (size / 10)]++;
        }
        assertThat(Arrays.stream(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(5600, 6400));
    }

    @Test
    void positionsOutsideAreRefused() {
        Permutation permutation = new Permutation(10, 0);
        assertThatThrownBy(() -> permutation.at(10)).hasMessageContaining("[0, 10), found 10");
        assertThatThrownBy(() -> permutation.at(-1)).hasMessageContaining("found -1");
        assertThatThrownBy(() -> new Permutation(0, 0)).hasMessageContaining("found 0");
    }

    private static void assertBijection(Permutation permutation) {
        BitSet seen = new BitSet(permutation.size());
        for (int position = 0; position < permutation.size(); position++) {
            seen.set(permutation.at(position));
        }
        assertThat(seen.cardinality()).as("size %d", permutation.size()).isEqualTo(seen.length());
        assertThat(seen.length()).isEqualTo(permutation.size());
    }

    private static List<Integer> elements(Permutation permutation) {
        return IntStream.range(0, permutation.size()).map(permutation::at).boxed().toList();
    }
}
