package etude.tuner.analysis.verdict;

import etude.tuner.analysis.statistics.Quantiles;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.analysis.verdict.Answer.NotKnown;
import etude.tuner.text.Numbers;

/** Playbook, "Optimizing the input pipeline". */
final class InputBound {
    private static final String ADVICE =
            "Keep the data on a local disk, give the pipeline more threads, or lighten dataset.augment.";

    private static final double NOTHING = 0.001;

    /** Who waits nearly all the time does not show how fast training could be. */
    private static final double MOST = 0.9;

    private InputBound() {}

    static Answer answer(Basis basis) {
        double[] waits =
                basis.results().feasible().stream()
                        .flatMapToDouble(r -> r.trial().dataWaitFraction().stream())
                        .toArray();
        if (waits.length == 0) {
            return new NotKnown(
                    "The share of time spent waiting for data was not read.",
                    "Look at data_wait_fraction in metrics.jsonl.");
        }
        double wait = Math.max(0, Math.min(1, Quantiles.median(waits)));
        String sentence =
                (basis.singleRun() ? "The run" : "The median trial")
                        + " waits for data %s of its time%s."
                                .formatted(
                                        wait < NOTHING ? "less than 0.1 %" : Numbers.percent(wait),
                                        wait < NOTHING ? "" : throughput(basis, wait));
        return wait < basis.thresholds().dataWaitAttention()
                ? new Good(sentence)
                : Answer.concern(
                        wait >= basis.thresholds().dataWaitProblem(), sentence, Remedy.of(ADVICE));
    }

    private static String throughput(Basis basis, double wait) {
        double[] rates =
                basis.results().feasible().stream()
                        .flatMapToDouble(r -> r.trial().examplesPerSecond().stream())
                        .toArray();
        if (rates.length == 0) {
            return "";
        }
        double rate = Quantiles.median(rates);
        if (wait > MOST) {
            return ": %s examples per second".formatted(Numbers.text(rate));
        }
        return ": %s examples per second, where up to %s are possible"
                .formatted(Numbers.text(rate), Numbers.text(rate / (1 - wait)));
    }
}
