package etude.trainer.metrics;

import java.util.BitSet;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which validation examples each evaluation got right, so that two evaluations compare example by
 * example (McNemar 1947). Bit k is the example at place k of the evaluated selection.
 *
 * @param examples how many of them each evaluation uses
 * @param evaluations the examples that were right, by step
 */
public record CorrectSeries(int examples, SortedMap<Long, BitSet> evaluations) {
    public CorrectSeries {
        evaluations = Collections.unmodifiableSortedMap(new TreeMap<>(evaluations));
    }

    /** Where nothing was kept: targets that are no classes, or a run from before it was. */
    public static CorrectSeries none() {
        return new CorrectSeries(0, new TreeMap<>());
    }
}
