package etude.tuner.procedure;

import etude.tuner.page.Section;
import etude.tuner.record.TrialRecord;
import etude.tuner.text.Numbers;
import etude.tuner.text.Sentences;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A threshold with which training is stable, and whether it is worth having.
 *
 * @param tries the thresholds that were tried; the last is stable
 * @param comparison with the baseline
 */
record ClippingResult(
        ClippingProcedure procedure,
        UnstableRate.Found found,
        List<ClippingTry> tries,
        AgainstBaseline comparison)
        implements Result {
    ClippingResult {
        tries = List.copyOf(tries);
    }

    private ClippingTry chosen() {
        return tries.get(tries.size() - 1);
    }

    /** The best trial that is clipped, where that is more than half of its updates. */
    private Optional<TrialRecord> aggressive() {
        return comparison.best().filter(ClippingTry::isAggressive);
    }

    @Override
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        String threshold = Numbers.text(chosen().threshold());
        sentences.add(
                switch (comparison.outcome()) {
                    case BETTER ->
                            "Better: with gradients clipped above %s training beats the baseline."
                                    .formatted(threshold);
                    case EQUAL ->
                            "No difference that matters: clipping above %s makes a higher rate stable and no result better, and the baseline is simpler."
                                    .formatted(threshold);
                    case NOT_ESTABLISHED ->
                            "Not established: clipping above %s makes a higher rate stable, but chance may explain how it compares with the baseline."
                                    .formatted(threshold);
                    case WORSE ->
                            "Worse: clipping above %s makes a higher rate stable, and the baseline is better all the same."
                                    .formatted(threshold);
                });
        sentences.addAll(comparison.sentences());
        sentences.add(
                Sentences.start(
                        "at the unstable rate (%s), %s; the 90th percentile of the norms is %s."
                                .formatted(
                                        Numbers.text(found.unstable()),
                                        tries.stream()
                                                .map(ClippingTry::words)
                                                .collect(Collectors.joining("; ")),
                                        Numbers.text(procedure.threshold()))));
        aggressive()
                .ifPresent(
                        trial ->
                                sentences.add(
                                        "In the best training with clipping %s of the updates were clipped, above 50 %%: that is a strange way of lowering the learning rate, so lower it instead."
                                                .formatted(
                                                        Numbers.percent(
                                                                trial.clippedFraction()
                                                                        .orElse(0)))));
        if (aggressive().isEmpty()
                && comparison.best().filter(comparison.highest()::equals).isPresent()) {
            sentences.add(
                    "The best rate with clipping is the highest that was tried, so that a higher one may be better.");
        }
        return sentences;
    }

    @Override
    public Patch patch() {
        if (comparison.outcome() != AgainstBaseline.Outcome.BETTER || aggressive().isPresent()) {
            return Patch.none();
        }
        List<Patch.Key> keys = new ArrayList<>();
        keys.add(
                new Patch.Key(
                        ClippingProcedure.PATH,
                        procedure.before(),
                        Double.toString(chosen().threshold()),
                        comparison.sentences().get(0)));
        double before = procedure.config().optimizer().learningRate();
        double after = AgainstBaseline.rate(comparison.best().orElseThrow());
        if (before != after) {
            keys.add(
                    new Patch.Key(
                            RateLadder.PATH,
                            Double.toString(before),
                            Double.toString(after),
                            "The best rate with that clipping."));
        }
        return new Patch(keys);
    }

    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "result",
                aggressive().isPresent()
                        ? "lower_the_rate"
                        : comparison.outcome().name().toLowerCase(Locale.ROOT));
        json.put("unstable_base_learning_rate", found.unstable());
        json.put("threshold", chosen().threshold());
        json.put("thresholds", tries.stream().map(ClippingTry::json).toList());
        json.put("comparison", comparison.json());
        return json;
    }

    @Override
    public List<Section> sections() {
        List<Section> sections = new ArrayList<>(comparison.sections());
        sections.addAll(new ClippingPage(procedure, found, tries).sections());
        return sections;
    }
}
