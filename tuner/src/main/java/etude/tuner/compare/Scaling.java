package etude.tuner.compare;

import etude.tuner.compare.TrialResult.Reached;

/**
 * What a larger batch saved in steps, per doubling of its size: 2 is perfect scaling, 1 is none.
 * The true ratio lies between {@code low} and {@code high}, as far as evaluations can tell.
 */
public record Scaling(int from, int to, double ratio, double low, double high) {
    /** A doubling that cuts the steps by this factor or more nearly halves them. */
    public static final double PERFECT = 1.8;

    /** A doubling that cuts the steps by less than this saves none. */
    public static final double NONE = 1.1;

    static Scaling between(int from, Reached before, int to, Reached after) {
        double doublings = Math.log((double) to / from) / Math.log(2);
        return new Scaling(
                from,
                to,
                perDoubling((double) before.step() / after.step(), doublings),
                perDoubling((before.after() + 1.0) / after.step(), doublings),
                perDoubling(before.step() / (after.after() + 1.0), doublings));
    }

    private static double perDoubling(double ratio, double doublings) {
        return Math.pow(ratio, 1 / doublings);
    }

    /** Whether it nearly halves the steps. */
    boolean isPerfect() {
        return ratio >= PERFECT;
    }

    /** Whether evaluations stand too far apart to say if it nearly halves the steps. */
    boolean isUncertain() {
        return low < PERFECT && high >= PERFECT;
    }

    /** In the playbook's words. */
    public String words() {
        if (isPerfect()) {
            return "perfect scaling";
        }
        return ratio < NONE ? "no fewer steps" : "diminishing returns";
    }
}
