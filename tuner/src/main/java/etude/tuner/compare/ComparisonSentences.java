package etude.tuner.compare;

import etude.tuner.probe.Scaling;
import etude.tuner.text.Quantities;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A comparison in sentences that a person can act on, the caveats included. */
final class ComparisonSentences {
    /** Evaluations should stand no further apart than this share of the steps needed. */
    private static final double FINE = 0.05;

    private final Comparison comparison;
    private final ComparisonSetup setup;

    ComparisonSentences(Comparison comparison) {
        this.comparison = comparison;
        setup = comparison.setup();
    }

    List<String> all() {
        List<String> sentences = new ArrayList<>();
        if (comparison.reached().isEmpty()) {
            sentences.add(
                    "No batch size reached %s in %,d steps: set a target that is easier to reach, raise max_train_steps, or search other learning rates with --learning-rates (with --fresh)."
                            .formatted(setup.target(), setup.totalSteps()));
        } else {
            fastest(sentences);
            sentences.add(critical());
            comparison.cheapest().ifPresent(size -> sentences.add(cheapest(size)));
        }
        comparison.unreached().stream().map(this::unreached).forEach(sentences::add);
        comparison.sizes().stream().flatMap(size -> edge(size).stream()).forEach(sentences::add);
        granularity().ifPresent(sentences::add);
        sentences.add(
                "Each size had %d trials, and each trial one seed: few, so differences of a few percent mean nothing. Only the learning rate was tuned again; the best momentum and regularization change with the batch size too."
                        .formatted(setup.trialsPerSize()));
        return sentences;
    }

    private void fastest(List<String> sentences) {
        Optional<SizeSteps> fastest = comparison.fastest();
        if (fastest.isEmpty()) {
            sentences.add("Training time is not known: no trial measured its time per step.");
            return;
        }
        SizeSteps size = fastest.get();
        sentences.add(
                "Batch size %d minimizes training time: %s with %,d steps to %s (time per step of its best trial; trials that run at once slow each other down%s)%s."
                        .formatted(
                                size.batchSize(),
                                Quantities.trainingTime(size.seconds().orElseThrow()),
                                size.steps().orElseThrow(),
                                setup.target(),
                                otherByProbe(size),
                                caveat()));
        comparison.fastestByProbe().map(this::byProbe).ifPresent(sentences::add);
    }

    private String otherByProbe(SizeSteps byTrials) {
        return comparison
                .fastestByProbe()
                .filter(size -> size.batchSize() != byTrials.batchSize())
                .map(size -> "; by the probe's times it is %d".formatted(size.batchSize()))
                .orElse("");
    }

    private String byProbe(SizeSteps size) {
        return "At the time per step that the probe measured, with nothing else running and the threads of the config, batch size %d minimizes training time: %s; prefer this where the two differ."
                .formatted(
                        size.batchSize(),
                        Quantities.trainingTime(size.probedSeconds().orElseThrow()));
    }

    private String critical() {
        if (comparison.critical().isEmpty()) {
            return "The critical batch size cannot be seen: only one size reached the target.";
        }
        int critical = comparison.critical().getAsInt();
        String threshold =
                "(perfect scaling: doubling the size divides the steps by at least %s)"
                        .formatted(Scaling.PERFECT);
        Optional<Scaling> beyond = comparison.beyondCritical();
        if (beyond.isEmpty()) {
            return "The critical batch size is %d or larger: every larger size up to it came with perfect scaling %s%s%s."
                    .formatted(critical, threshold, uncertain(), caveat());
        }
        String ratio =
                "from %d to %d each doubling divides the steps by only %s"
                        .formatted(
                                beyond.get().from(),
                                beyond.get().to(),
                                Quantities.number(beyond.get().ratio()));
        boolean first = critical == comparison.scalings().get(0).from();
        return (first
                        ? "The critical batch size is %d or smaller: %s %s%s%s."
                        : "The critical batch size seen is %d: %s %s%s%s.")
                .formatted(critical, ratio, threshold, uncertain(), caveat());
    }

    private String uncertain() {
        List<String> pairs =
                comparison.scalings().stream()
                        .filter(Scaling::uncertain)
                        .map(
                                scaling ->
                                        "%d to %d: %s to %s"
                                                .formatted(
                                                        scaling.from(),
                                                        scaling.to(),
                                                        Quantities.number(scaling.low()),
                                                        Quantities.number(scaling.high())))
                        .toList();
        return pairs.isEmpty()
                ? ""
                : "; evaluations stand too far apart to be sure (%s per doubling)"
                        .formatted(String.join(", ", pairs));
    }

    private String cheapest(SizeSteps size) {
        return "Batch size %d minimizes resource consumption: %s device-seconds%s. Every trial ran on one device, so this is training time again; a size that needs more devices costs its steps times its time per step times its devices%s."
                .formatted(
                        size.batchSize(),
                        Quantities.number(size.deviceSeconds().orElseThrow()),
                        otherByProbe(size),
                        caveat());
    }

    private String caveat() {
        List<Integer> edges = comparison.inconclusive();
        return edges.isEmpty()
                ? ""
                : "; inconclusive, for the best learning rate of %s is at an end of those tried"
                        .formatted(Quantities.list(edges));
    }

    private String unreached(SizeSteps size) {
        String best =
                size.best()
                        .filter(trial -> !trial.evaluations().isEmpty())
                        .map(
                                trial ->
                                        "the best came to %s"
                                                .formatted(
                                                        Quantities.number(
                                                                trial.bestValue(setup.target()))))
                        .orElse("none completed");
        return "Batch size %d: no trial reached %s in %,d steps (%s), so it is missing from the conclusions; that a size needs more steps than the budget is no proof against it."
                .formatted(size.batchSize(), setup.target(), setup.totalSteps(), best);
    }

    private Optional<String> edge(SizeSteps size) {
        return size.edge()
                .map(
                        edge -> {
                            boolean largest = edge == SizeSteps.Edge.LARGEST;
                            RateRange wider =
                                    largest ? setup.rates().higher() : setup.rates().lower();
                            return "Batch size %d is inconclusive: its best learning rate, %s, is the %s that was tried, so a %s one may need fewer steps; widen the search, such as --learning-rates %s --fresh, or raise --trials."
                                    .formatted(
                                            size.batchSize(),
                                            Quantities.number(
                                                    size.best().orElseThrow().learningRate()),
                                            largest ? "largest" : "smallest",
                                            largest ? "larger" : "smaller",
                                            wider);
                        });
    }

    /** Steps are known only up to the distance of evaluations. */
    private Optional<String> granularity() {
        OptionalDouble coarsest =
                comparison.reached().stream()
                        .map(size -> size.reached().orElseThrow())
                        .mapToDouble(
                                reached ->
                                        (double) (reached.step() - reached.after())
                                                / reached.step())
                        .max();
        if (coarsest.isEmpty()) {
            return Optional.empty();
        }
        String interval =
                "Steps are those of the first evaluation at the target, every %,d steps, without interpolation"
                        .formatted(setup.evaluateEvery());
        if (coarsest.getAsDouble() <= FINE) {
            return Optional.of(interval + ".");
        }
        long least =
                comparison.reached().stream()
                        .mapToLong(s -> s.steps().orElseThrow())
                        .min()
                        .orElseThrow();
        long finer = Math.max(1, (long) (FINE * least));
        return Optional.of(
                "%s: up to %s of the steps needed, more than the 5 %% that a comparison wants%s."
                        .formatted(
                                interval,
                                Quantities.percent(coarsest.getAsDouble()),
                                finer < setup.evaluateEvery()
                                        ? "; set evaluation.every=%d (with --fresh)"
                                                .formatted(finer)
                                        : ""));
    }
}
