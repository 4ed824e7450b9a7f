package etude.tuner.probe;

import etude.trainer.config.RunConfig;
import etude.tuner.probe.SizeResult.Failed;
import etude.tuner.probe.SizeResult.Failure;
import etude.tuner.probe.SizeResult.Measured;
import etude.tuner.text.ByteSize;
import etude.tuner.text.Quantities;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A reading in words that a person can act on. */
final class ProbeSentences {
    /** A loop that waits this much is held up by its data. */
    private static final double WAITS = 0.2;

    private final ProbeResult probe;
    private final ProbeReading reading;

    ProbeSentences(ProbeReading reading) {
        this.reading = reading;
        probe = reading.probe();
    }

    /** What to try where the loop waits for data, most promising first. */
    static List<String> remedies(RunConfig config, boolean gpu) {
        List<String> remedies = new ArrayList<>();
        if (!config.dataset().augment().isEmpty()) {
            remedies.add("fewer or cheaper steps in dataset.augment");
        }
        remedies.add(
                gpu
                        ? "a machine with more processors for the reading threads"
                        : "fewer threads (reading shares the processors with training)");
        remedies.add("data on a local disk, with room in memory for its pages");
        return remedies;
    }

    List<String> all() {
        List<String> sentences = new ArrayList<>();
        if (reading.largestFitting().isEmpty()) {
            return sentences;
        }
        sentences.add(recommendation());
        confirmations(sentences);
        waiting(sentences);
        sentences.add(memory());
        scaling(sentences);
        useless(sentences);
        trouble(sentences);
        if (probe.mode() == ProbeMode.TRAINING) {
            sentences.add(
                    "When the batch size changes, tune the optimizer's and the regularization's"
                            + " hyperparameters again (learning rate, momentum, weight decay, dropout):"
                            + " their best values change with it.");
        }
        return sentences;
    }

    private String recommendation() {
        if (reading.unconfirmed().isPresent()) {
            return "No size is recommended yet: %s %d is to be trained longer first, as the same command does."
                    .formatted(probe.mode().setting(), reading.unconfirmed().getAsInt());
        }
        if (reading.recommended().isEmpty()) {
            return "No size can be recommended: none that was measured leaves %s of memory free without thrashing; use a smaller model, a shorter precision or more memory."
                    .formatted(Quantities.percent(reading.margin()));
        }
        int size = reading.recommended().getAsInt();
        return "Use %s %d: %s.".formatted(probe.mode().setting(), size, reason(size));
    }

    private String reason(int size) {
        String rate = Quantities.digits(measured(size).throughput()) + " examples/s";
        int stops = reading.stopsRising().orElse(size);
        if (size < stops) {
            return "%s, and the largest size that leaves %s of memory free; throughput would still rise beyond it"
                    .formatted(rate, Quantities.percent(reading.margin()));
        }
        int largest = reading.largestFitting().orElse(size);
        return size < largest
                ? "%s, within 5 %% of the best; larger sizes fit but are no faster".formatted(rate)
                : "%s, the best of all; throughput was still rising when the search ended (%s)"
                        .formatted(rate, reading.end());
    }

    private void confirmations(List<String> sentences) {
        for (SizeResult longer : probe.confirmations().values()) {
            if (longer instanceof Measured held) {
                sentences.add(
                        "At %d, one more process trained %d steps between two evaluations, and needed %s."
                                .formatted(
                                        held.batchSize(),
                                        held.timing().warmupSteps() + held.timing().steps(),
                                        ByteSize.text(probe.needed(held))));
            } else {
                Failed failed = (Failed) longer;
                sentences.add(
                        "%d is not recommended though it was measured: one more process, which trained longer, failed (%s: %s)."
                                .formatted(
                                        failed.batchSize(),
                                        failed.failure().words(),
                                        failed.detail()));
            }
        }
    }

    private void waiting(List<String> sentences) {
        List<Measured> waiting =
                probe.measured().stream().filter(size -> size.timing().dataWait() > WAITS).toList();
        if (waiting.isEmpty()) {
            return;
        }
        Measured worst = waiting.get(waiting.size() - 1);
        sentences.add(
                "Fix the input pipeline first: at %s %d the loop waited %s of its time for data. Try %s, and probe again."
                        .formatted(
                                probe.mode().setting(),
                                worst.batchSize(),
                                Quantities.percent(worst.timing().dataWait()),
                                String.join("; or ", reading.remedies())));
    }

    private String memory() {
        int fitting = reading.largestFitting().orElseThrow();
        String of = probe.memory() == 0 ? "" : " of " + ByteSize.text(probe.memory());
        String largest =
                "Memory: %d is the largest size that was measured; it needs %s%s"
                        .formatted(fitting, ByteSize.text(probe.needed(measured(fitting))), of);
        OptionalInt safe = reading.largestWithMargin();
        if (probe.memory() == 0 || safe.equals(reading.largestFitting())) {
            return largest + " (" + reading.end() + ").";
        }
        return largest
                + " (%s). %s leaves %s free, a margin for what a short probe does not see."
                        .formatted(
                                reading.end(),
                                safe.isPresent()
                                        ? "%d is the largest that".formatted(safe.getAsInt())
                                        : "No size",
                                Quantities.percent(reading.margin()));
    }

    private void scaling(List<String> sentences) {
        List<Scaling> doublings = reading.doublings();
        if (doublings.isEmpty()) {
            return;
        }
        int perfect = 1;
        for (Scaling doubling : doublings) {
            if (!doubling.perfect() || doubling.to() != 2 * perfect) {
                break;
            }
            perfect = doubling.to();
        }
        String knee =
                reading.knee().isPresent()
                        ? "The knee is at %d: the next doubling gains less than half of what perfect scaling would."
                                .formatted(reading.knee().getAsInt())
                        : "There is no knee yet: every doubling gained at least half of what perfect scaling would.";
        sentences.add(
                (perfect > 1
                                ? "Scaling: up to %d, doubling the size nearly doubles throughput (perfect scaling). "
                                        .formatted(perfect)
                                : "Scaling: not even the first doubling nearly doubles throughput, so something other than the size of the batch takes the time: the pipeline, launching of operators, or a device that small batches fill already. ")
                        + knee);
    }

    private void useless(List<String> sentences) {
        int stops = reading.stopsRising().orElseThrow();
        int fitting = reading.largestFitting().orElseThrow();
        if (stops < fitting) {
            sentences.add(
                    "Do not use larger than %d even though %d fits: throughput stops rising there, and a step only takes longer."
                            .formatted(stops, fitting));
        }
    }

    private void trouble(List<String> sentences) {
        if (!reading.thrashing().isEmpty()) {
            sentences.add(
                    "Thrashing at %s: memory is nearly full and steps stall or take a jump in time, or pages come back from the disk; such sizes are not recommended."
                            .formatted(Quantities.list(reading.thrashing())));
        }
        for (SizeResult row : probe.rows()) {
            if (row instanceof Failed failed && failed.failure() == Failure.CRASHED) {
                sentences.add(
                        "%d crashed, which says nothing about memory: %s."
                                .formatted(failed.batchSize(), failed.detail()));
            }
        }
        List<Integer> unsteady =
                probe.measured().stream()
                        .filter(size -> !size.timing().steady() || size.stalls())
                        .map(Measured::batchSize)
                        .toList();
        if (!unsteady.isEmpty()) {
            sentences.add(
                    "Times at %s were not steady; quiet the machine or raise --time-limit before relying on them."
                            .formatted(Quantities.list(unsteady)));
        }
    }

    private Measured measured(int batchSize) {
        return probe.measured(batchSize).orElseThrow();
    }
}
