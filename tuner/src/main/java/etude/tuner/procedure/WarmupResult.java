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
import java.util.stream.Collectors;

/**
 * The shortest stable warmup, and whether it is worth having.
 *
 * @param tries the warmups that were tried
 * @param ramp the shortest stable one
 * @param comparison with the baseline
 */
record WarmupResult(
        WarmupProcedure procedure,
        UnstableRate.Found found,
        List<WarmupTry> tries,
        WarmupProcedure.Ramp ramp,
        AgainstBaseline comparison)
        implements Result {
    /** "If long warmup_steps are required (>5% of max_train_steps)". */
    private static final double LONG_SHARE = 0.05;

    WarmupResult {
        tries = List.copyOf(tries);
    }

    @Override
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        String steps = "%,d steps".formatted(ramp.steps());
        sentences.add(
                switch (comparison.outcome()) {
                    case BETTER ->
                            "Better: with a warmup of %s, prepended, training beats the baseline."
                                    .formatted(steps);
                    case EQUAL ->
                            "No difference that matters: a warmup of %s makes higher rates stable and no result better, and the baseline is simpler."
                                    .formatted(steps);
                    case NOT_ESTABLISHED ->
                            "Not established: a warmup of %s makes higher rates stable, but chance may explain how it compares with the baseline."
                                    .formatted(steps);
                    case WORSE ->
                            "Worse: a warmup of %s makes higher rates stable, and the baseline is better all the same."
                                    .formatted(steps);
                });
        sentences.addAll(comparison.sentences());
        sentences.add(
                Sentences.start(
                        "%s: %s is the shortest warmup that is stable at %s, %s times the unstable rate (%s)."
                                .formatted(
                                        tries.stream()
                                                .map(WarmupTry::words)
                                                .collect(Collectors.joining("; ")),
                                        steps,
                                        Numbers.text(ramp.rate()),
                                        Numbers.text(Math.rint(ramp.rate() / found.unstable())),
                                        Numbers.text(found.unstable()))));
        sentences.addAll(caveats());
        return sentences;
    }

    private List<String> caveats() {
        List<String> caveats = new ArrayList<>();
        double share = (double) ramp.steps() / procedure.durations().maxTrainSteps();
        if (share > LONG_SHARE) {
            caveats.add(
                    "These are %s of the baseline's max_train_steps (%,d), above 5 %%: max_train_steps may need to be increased to account for them."
                            .formatted(
                                    Numbers.percent(share), procedure.durations().maxTrainSteps()));
        }
        TrialRecord highest = comparison.highest();
        if (!comparison.course(highest).isStable()) {
            caveats.add(
                    "In the whole run at %s %s: the warmup outlasts the start of training, not all of it."
                            .formatted(
                                    Numbers.text(ramp.rate()), comparison.course(highest).words()));
        } else if (comparison.best().filter(highest::equals).isPresent()) {
            caveats.add(
                    "The best rate with warmup is the highest that was tried, so that a higher one may be better%s."
                            .formatted(
                                    procedure.peaks().size() > 1
                                            ? ""
                                            : ": `--further` with another `--name` tries 100 times the unstable rate"));
        }
        return caveats;
    }

    @Override
    public Patch patch() {
        if (comparison.outcome() != AgainstBaseline.Outcome.BETTER) {
            return Patch.none();
        }
        String reason = comparison.sentences().get(0);
        List<Patch.Key> keys = new ArrayList<>();
        keys.add(
                new Patch.Key(
                        WarmupProcedure.PATH,
                        procedure.config().schedule().warmupSteps().text(),
                        Long.toString(ramp.steps()),
                        reason));
        double before = procedure.config().optimizer().learningRate();
        double after = AgainstBaseline.rate(comparison.best().orElseThrow());
        if (before != after) {
            keys.add(
                    new Patch.Key(
                            RateLadder.PATH,
                            Double.toString(before),
                            Double.toString(after),
                            "The best rate after that warmup."));
        }
        for (String kept : procedure.equalDecay()) {
            keys.add(
                    new Patch.Key(
                            kept.substring(0, kept.indexOf('=')),
                            "null",
                            kept.substring(kept.indexOf('=') + 1),
                            "The decay stays what it was, and does not follow the warmup."));
        }
        return new Patch(keys);
    }

    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("result", comparison.outcome().name().toLowerCase(Locale.ROOT));
        json.put("unstable_base_learning_rate", found.unstable());
        json.put("warmup_steps", ramp.steps());
        json.put("base_learning_rate", ramp.rate());
        json.put("warmups", tries.stream().map(WarmupTry::json).toList());
        json.put("comparison", comparison.json());
        return json;
    }

    @Override
    public List<Section> sections() {
        List<Section> sections = new ArrayList<>(comparison.sections());
        sections.addAll(WarmupPage.tried(tries));
        return sections;
    }
}
