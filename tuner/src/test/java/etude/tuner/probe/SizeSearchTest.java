package etude.tuner.probe;

import static org.assertj.core.api.Assertions.assertThat;

import etude.tuner.probe.SizeResult.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

final class SizeSearchTest {
    private static final SizeSearch TO_100 = new SizeSearch(1, 100, "--max 100", false, 15);
    private static final SizeSearch REFINED = new SizeSearch(1, 100_000, "the data", true, 15);

    /** The sizes a search asks for when each is answered so. */
    private static List<Integer> order(SizeSearch search, IntFunction<Failure> failure) {
        Sizes sizes = new Sizes();
        List<Integer> order = new ArrayList<>();
        OptionalInt next = search.next(sizes.results());
        while (next.isPresent()) {
            int size = next.getAsInt();
            order.add(size);
            if (failure.apply(size) == null) {
                sizes.measured(size, 1000);
            } else {
                sizes.failed(size, failure.apply(size));
            }
            next = search.next(sizes.results());
        }
        return order;
    }

    private static List<Integer> fitting(SizeSearch search, int limit) {
        return order(search, size -> size <= limit ? null : Failure.OUT_OF_MEMORY);
    }

    @Test
    void doublesUpToTheTopAndNeverBeyond() {
        assertThat(fitting(TO_100, 1000)).containsExactly(1, 2, 4, 8, 16, 32, 64);
        assertThat(TO_100.end(new Sizes().measured(64, 1000).results())).isEqualTo("--max 100");
    }

    @Test
    void startsAtTheFirstSize() {
        assertThat(fitting(new SizeSearch(24, 100, "--max 100", false, 15), 1000))
                .containsExactly(24, 48, 96);
    }

    @Test
    void endsAtTheFirstThatDoesNotFit() {
        assertThat(fitting(TO_100, 20)).containsExactly(1, 2, 4, 8, 16, 32);
        assertThat(TO_100.end(new Sizes().failed(32, Failure.OUT_OF_MEMORY).results()))
                .isEqualTo("32 does not fit");
    }

    @Test
    void bisectsInMultiplesOf8ToTheLargestThatFits() {
        assertThat(fitting(REFINED, 700))
                .containsExactly(
                        1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 768, 640, 704, 672, 688, 696);
    }

    @Test
    void bisectionBelow16HasNothingToTry() {
        assertThat(fitting(REFINED, 5)).containsExactly(1, 2, 4, 8);
        assertThat(fitting(REFINED, 8)).containsExactly(1, 2, 4, 8, 16);
        assertThat(fitting(REFINED, 0)).containsExactly(1);
    }

    @Test
    void oneCrashIsNotTheEndAndTwoInARowAre() {
        assertThat(order(TO_100, size -> size == 4 ? Failure.CRASHED : null))
                .containsExactly(1, 2, 4, 8, 16, 32, 64);
        assertThat(order(TO_100, size -> size >= 4 ? Failure.CRASHED : null))
                .containsExactly(1, 2, 4, 8);
    }

    @Test
    void sizesThatTheConfigForbidsAreStepsOnTheWay() {
        assertThat(order(TO_100, size -> size < 32 ? Failure.REFUSED : null))
                .containsExactly(1, 2, 4, 8, 16, 32, 64);
    }

    @Test
    void aCrashInBisectionIsNotAskedAgain() {
        assertThat(
                        order(
                                REFINED,
                                size ->
                                        size == 48
                                                ? Failure.CRASHED
                                                : size > 40 ? Failure.OUT_OF_MEMORY : null))
                .containsExactly(1, 2, 4, 8, 16, 32, 64, 48, 40, 56);
    }

    @Test
    void sizesThatOneSlowProcessExplainsAreMeasuredOnceMore() {
        SizeSearch to4 = new SizeSearch(1, 4, "the top", false, 15);
        assertThat(to4.next(sizes(100, 150, 80).results())).hasValue(4);
        assertThat(to4.next(sizes(100, 60, 150).results())).hasValue(2);
        assertThat(to4.next(sizes(40, 100, 150).results())).hasValue(1);
        assertThat(to4.next(sizes(100, 150, 149).results())).isEmpty();
        assertThat(to4.next(sizes(100, 150, 80).measuredTwice(4, 90).results())).isEmpty();
        assertThat(to4.next(sizes(100, 150, 80).failed(4, Failure.CRASHED).results())).isEmpty();
    }

    private static Sizes sizes(double ofOne, double ofTwo, double ofFour) {
        return new Sizes().measured(1, ofOne).measured(2, ofTwo).measured(4, ofFour);
    }

    @Test
    void sizesWhoseFewestStepsWouldTakeTooLongAreLeftOut() {
        Sizes sizes = new Sizes().measured(1, 0.5).measured(2, 0.5);
        assertThat(TO_100.next(sizes.results())).isEmpty();
        assertThat(TO_100.end(sizes.results())).contains("above 2 were left out", "4.00 s");
    }
}
