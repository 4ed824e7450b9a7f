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
        noise(sentences);
        confirmations(sentences);
        waiting(sentences);
        memory(sentences);
        scaling(sentences);
        reading.rankScaling().map(RankScaling::sentence).ifPresent(sentences::add);
        alone(sentences);
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
            int smallest = probe.measured().get(0).batchSize();
            return "No size can be recommended: none that was measured leaves %s of memory free without thrashing; %suse a smaller model, a shorter precision or more memory."
                    .formatted(
                            Quantities.percent(reading.margin()),
                            smallest > 1 ? "try sizes below %d, ".formatted(smallest) : "");
        }
        int size = reading.recommended().getAsInt();
        return "Use %s %d%s: %s."
                .formatted(probe.mode().setting(), size, doubt(size), reason(size));
    }

    /** A choice rests on the times of its size, of half of it, and of all that are larger. */
    private String doubt(int size) {
        List<Integer> unsteady =
                reading.unsteady().stream().filter(other -> 2 * other >= size).toList();
        return unsteady.isEmpty()
                ? ""
                : ", with doubt, for times at %s were not steady"
                        .formatted(Quantities.list(unsteady));
    }

    private String reason(int size) {
        String rate = Quantities.digits(measured(size).throughput()) + " examples/s";
        int stops = reading.stopsRising().orElse(size);
        boolean fasterThrash =
                reading.thrashing().stream()
                        .anyMatch(
                                other ->
                                        other > size
                                                && reading.isFaster(
                                                        measured(other), measured(size)));
        if (size < stops || fasterThrash) {
            return "%s, and the largest size that %s; throughput still rises beyond it"
                    .formatted(rate, held(size));
        }
        if (probe.measured().size() == 1) {
            return "%s; no other size was measured, so nothing tells whether one is faster (%s)"
                    .formatted(rate, reading.end());
        }
        return size < reading.largestFitting().orElse(size)
                ? "%s, within 5 %% of the best; larger sizes fit but are no faster".formatted(rate)
                : "%s, the best of all; throughput was still rising when the search ended (%s)"
                        .formatted(rate, reading.end());
    }

    /** What the next larger sizes did not do. */
    private String held(int size) {
        boolean thrashed = reading.thrashing().stream().anyMatch(other -> other > size);
        boolean failed =
                probe.confirmations().values().stream()
                        .anyMatch(r -> r instanceof Failed && r.batchSize() > size);
        boolean full = !reading.largestWithMargin().equals(reading.largestFitting());
        List<String> words = new ArrayList<>();
        if (full || !(thrashed || failed)) {
            words.add("leaves %s of memory free".formatted(Quantities.percent(reading.margin())));
        }
        if (thrashed) {
            words.add("does not thrash");
        }
        if (failed) {
            words.add("goes on when it is trained longer");
        }
        return String.join(" and ", words);
    }

    /** How far the times leave the choice open. */
    private void noise(List<String> sentences) {
        int stops = reading.stopsRising().orElseThrow();
        if (!reading.recommended().equals(reading.stopsRising())) {
            return; // memory decided
        }
        ThroughputCurve.Span span = reading.curve().plausible();
        if (span.smallest() < span.largest()) {
            sentences.add(
                    "By their noise these times tell only that throughput stops rising between %d and %d (9 of 10 repetitions made up from the noise); %d reaches %s of the best."
                            .formatted(
                                    Math.min(stops, span.smallest()),
                                    Math.max(stops, span.largest()),
                                    Math.min(stops, span.smallest()),
                                    Quantities.percent(
                                            reading.curve()
                                                    .share(Math.min(stops, span.smallest())))));
        }
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

    private void alone(List<String> sentences) {
        if (probe.alone().orElse(null) instanceof Failed failed) {
            sentences.add(
                    "How well the ranks scale is not known: one of them by itself %s (%s)."
                            .formatted(failed.failure().words(), failed.detail()));
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

    private void memory(List<String> sentences) {
        int fitting = reading.largestFitting().orElseThrow();
        if (probe.needed(measured(fitting)) == 0) {
            return; // the system does not say
        }
        String of = probe.memory() == 0 ? "" : " of " + ByteSize.text(probe.memory());
        String largest =
                "Memory: %d is the largest size that was measured; it needs %s%s"
                        .formatted(fitting, ByteSize.text(probe.needed(measured(fitting))), of);
        OptionalInt safe = reading.largestWithMargin();
        String margin =
                probe.memory() == 0 || safe.equals(reading.largestFitting())
                        ? ""
                        : " %s leaves %s free, a margin for what a short probe does not see."
                                .formatted(
                                        safe.isPresent()
                                                ? "%d is the largest that"
                                                        .formatted(safe.getAsInt())
                                                : "No size",
                                        Quantities.percent(reading.margin()));
        String growth =
                MemoryGrowth.of(probe)
                        .map(line -> line.sentence(probe.measured().get(0).batchSize(), fitting))
                        .map(sentence -> " " + sentence)
                        .orElse("");
        sentences.add(largest + " (" + reading.end() + ")." + margin + growth);
    }

    private void scaling(List<String> sentences) {
        List<Scaling> doublings = reading.doublings();
        if (doublings.isEmpty()) {
            return;
        }
        int first = doublings.get(0).from();
        int perfect = first;
        for (Scaling doubling : doublings) {
            if (!doubling.perfect() || doubling.to() != 2 * perfect) {
                break;
            }
            perfect = doubling.to();
        }
        sentences.add(
                (perfect > first
                                ? "Scaling: up to %d, doubling the size nearly doubles throughput (perfect scaling). "
                                        .formatted(perfect)
                                : "Scaling: not even the doubling from %d nearly doubles throughput, so something other than the size of the batch takes the time: the pipeline, launching of operators, or a device that such batches fill already. "
                                        .formatted(first))
                        + knee());
    }

    private String knee() {
        if (reading.knee().isEmpty()) {
            return "There is no knee yet: the last doubling still gained at least half of what perfect scaling would.";
        }
        int knee = reading.knee().getAsInt();
        return "The knee is at %d, with %s of the best throughput: from there on each doubling gains less than half of what perfect scaling would."
                .formatted(knee, Quantities.percent(reading.curve().share(knee)));
    }

    /** Larger sizes than noise leaves open. */
    private void useless(List<String> sentences) {
        if (!reading.recommended().equals(reading.stopsRising())) {
            return;
        }
        int stops =
                Math.max(
                        reading.stopsRising().orElseThrow(), reading.curve().plausible().largest());
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
        List<Integer> unsteady = reading.unsteady();
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
