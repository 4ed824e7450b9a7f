package etude.tuner.probe;

import etude.tuner.probe.SizeResult.Measured;
import etude.tuner.text.Quantities;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How fast several ranks are beside one, where each has as large a part of the batch as that one
 * has by itself ("weak scaling"): an efficiency of 1 would be as many times as fast as there are
 * ranks.
 *
 * @param ranks that shared a batch
 * @param alone one of them without the others, with the threads it has beside them
 * @param together the step of all
 */
record RankScaling(int ranks, Measured alone, Measured together) {
    /** Less of a step is no limit worth a word. */
    private static final double NOTHING = 0.02;

    /** Of the throughput that ranks would have which do not hinder each other. */
    double efficiency() {
        return together.throughput() / (ranks * alone.throughput());
    }

    /** As far as the 90 % intervals of both times leave it open. */
    double lowEfficiency() {
        return together.lowThroughput() / (ranks * alone.highThroughput());
    }

    double highEfficiency() {
        return together.highThroughput() / (ranks * alone.lowThroughput());
    }

    /** Seconds of a step that are lost to the other ranks. */
    private double lost() {
        return together.timing().seconds().median() - alone.timing().seconds().median();
    }

    /** Those that the sum of the gradient takes, and no more than are lost. */
    private double sum() {
        return Math.max(0, Math.min(lost(), together.sumSeconds()));
    }

    /** Those more that the loop waits for data. */
    private double data() {
        return Math.max(0, Math.min(lost() - sum(), waits(together) - waits(alone)));
    }

    private static double waits(Measured size) {
        return size.timing().dataWait() * size.timing().seconds().median();
    }

    /** The rest: what ranks share, and that all wait for the slowest. */
    private double sharing() {
        return Math.max(0, lost() - sum() - data());
    }

    String sentence() {
        return "Ranks: %d with %d examples each do %s examples/s, where one by itself does %s: an efficiency of %s (%s to %s by the noise of the times). %s"
                .formatted(
                        ranks,
                        alone.batchSize(),
                        Quantities.digits(together.throughput()),
                        Quantities.digits(alone.throughput()),
                        Quantities.percent(efficiency()),
                        Quantities.percent(lowEfficiency()),
                        Quantities.percent(highEfficiency()),
                        limit());
    }

    private String limit() {
        double step = together.timing().seconds().median();
        if (lost() < NOTHING * step) {
            return "Nothing limits it.";
        }
        double most = Math.max(sum(), Math.max(data(), sharing()));
        String what =
                most == sum()
                        ? "the sum of the gradient; larger parts of a batch have fewer sums (gradient_accumulation), and distributed.sum: fast is faster where bits may differ"
                        : most == data()
                                ? "waiting for data, which all ranks read on this machine; its reading threads share the processors with training"
                                : "what the ranks share (processors, memory, links), and that all wait for the slowest";
        return "A step takes %s, and %s by itself; of the difference the sum of the gradient takes %s, more waiting for data %s, the rest %s. What limits it most: %s."
                .formatted(
                        Quantities.stepTime(step),
                        Quantities.stepTime(alone.timing().seconds().median()),
                        Quantities.stepTime(sum()),
                        Quantities.stepTime(data()),
                        Quantities.stepTime(sharing()),
                        what);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("ranks", ranks);
        json.put("efficiency", efficiency());
        json.put("efficiency_low", lowEfficiency());
        json.put("efficiency_high", highEfficiency());
        json.put("seconds_alone", alone.timing().seconds().median());
        json.put("seconds_together", together.timing().seconds().median());
        json.put("seconds_of_sum", together.sumSeconds());
        json.put("seconds_waiting_more", data());
        json.put("seconds_of_sharing", sharing());
        return json;
    }
}
