package etude.tuner.probe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What the results mean.
 *
 * @param doublings gain of throughput per doubling
 * @param largestFitting the largest size that was measured
 * @param largestWithMargin the largest that leaves the margin of memory free
 * @param knee the last size before a doubling gains less than half of what perfect scaling would
 * @param stopsRising the smallest size within 5 % of the best throughput
 * @param recommended which to use
 * @param thrashing sizes whose steps stall
 * @param sentences all of it in words, the recommendation first
 */
public record Reading(
        List<Doubling> doublings,
        OptionalInt largestFitting,
        OptionalInt largestWithMargin,
        OptionalInt knee,
        OptionalInt stopsRising,
        OptionalInt recommended,
        List<Integer> thrashing,
        List<String> sentences) {
    public Reading {
        doublings = List.copyOf(doublings);
        thrashing = List.copyOf(thrashing);
        sentences = List.copyOf(sentences);
    }

    /**
     * Throughput at {@code to} over that at half of it.
     *
     * @param ratio 2 is perfect scaling, 1 is none
     */
    public record Doubling(int to, double ratio) {
        /** A doubling that gains this or more is nearly perfect. */
        static final double PERFECT = 1.8;

        /** Half of what perfect scaling would gain. */
        static final double HALF = 1.5;

        /** A doubling that gains less than this gains nothing. */
        static final double NONE = 1.1;

        /** The playbook's words for it. */
        public String words() {
            if (ratio >= PERFECT) {
                return "perfect scaling";
            }
            return ratio >= NONE ? "saturating" : "none";
        }
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        recommended.ifPresent(size -> json.put("recommended", size));
        largestFitting.ifPresent(size -> json.put("largest_fitting", size));
        largestWithMargin.ifPresent(size -> json.put("largest_with_margin", size));
        knee.ifPresent(size -> json.put("knee", size));
        stopsRising.ifPresent(size -> json.put("stops_rising", size));
        json.put("thrashing", thrashing);
        json.put("doublings", doublings);
        json.put("sentences", sentences);
        return json;
    }
}
