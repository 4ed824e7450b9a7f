package etude.tuner.analysis.statistics;

import java.util.BitSet;

/** How far a rate measured on some examples may be from the rate on all. */
public final class SamplingError {
    private SamplingError() {}

    /**
     * The standard error of a binomial proportion, sqrt(p (1 - p) / n): 3 % on 2,000 examples is
     * +-0.38 points.
     */
    public static double ofRate(double rate, long examples) {
        return Math.sqrt(rate * (1 - rate) / examples);
    }

    /**
     * The standard error of a proportion that was counted, with two of each kind added (Agresti and
     * Coull 1998): it is not 0 where all are of one kind.
     */
    public static double ofCount(long counted, long examples) {
        return ofRate((counted + 2.0) / (examples + 4.0), examples + 4);
    }

    /**
     * The standard error of the difference of two rates on the same examples, by those that only
     * one of both got right (McNemar 1947).
     */
    public static double ofDifference(BitSet one, BitSet other, long examples) {
        BitSet onlyOne = (BitSet) one.clone();
        onlyOne.andNot(other);
        BitSet onlyOther = (BitSet) other.clone();
        onlyOther.andNot(one);
        double net = onlyOne.cardinality() - onlyOther.cardinality();
        double apart = onlyOne.cardinality() + onlyOther.cardinality();
        return Math.sqrt(apart - net * net / examples) / examples;
    }
}
