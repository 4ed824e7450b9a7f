package etude.tuner.analysis.statistics;

/** Fisher's exact test (1935) of whether marked things lie together more than chance puts them. */
public final class FisherExact {
    /** Logarithms of the factorials up to the number of all things. */
    private final double[] factorials;

    private final int all;
    private final int marked;

    /** Of so many things, so many are marked. */
    public FisherExact(int all, int marked) {
        this.all = all;
        this.marked = marked;
        factorials = new double[all + 1];
        for (int i = 1; i <= all; i++) {
            factorials[i] = factorials[i - 1] + Math.log(i);
        }
    }

    /**
     * The probability that so many of them, chosen by chance, hold at least so many marked ones.
     */
    public double atLeast(int chosen, int found) {
        double sum = 0;
        for (int k = found; k <= Math.min(chosen, marked); k++) {
            if (chosen - k <= all - marked) {
                sum +=
                        Math.exp(
                                ways(marked, k)
                                        + ways(all - marked, chosen - k)
                                        - ways(all, chosen));
            }
        }
        return Math.min(1, sum);
    }

    private double ways(int from, int chosen) {
        return factorials[from] - factorials[chosen] - factorials[from - chosen];
    }
}
