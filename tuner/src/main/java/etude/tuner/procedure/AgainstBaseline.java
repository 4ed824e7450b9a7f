package etude.tuner.procedure;

import com.fasterxml.jackson.databind.JsonNode;
import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.RerunResults;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.result.Wording;
import etude.tuner.analysis.verdict.Comparison;
import etude.tuner.analysis.verdict.Contender;
import etude.tuner.analysis.verdict.Difference;
import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.page.Section;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.TrialRecord;
import etude.tuner.text.Numbers;
import etude.tuner.text.Sentences;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A change of the training pipeline beside the baseline: both with the same learning rates, points
 * and seeds, compared by the best checkpoints, and the best of each trained again with other seeds.
 * What is better is decided by the tests of {@code etude study rerun} (playbook, "Determining
 * whether to adopt a training pipeline change or hyperparameter configuration").
 *
 * @param analysis of the study that {@link RateStudies#comparison} made
 */
record AgainstBaseline(Analysis analysis) {
    /** The arm of the baseline comes first. */
    static final int BASELINE = 0;

    static final int CHANGE = 1;

    /** With more seeds nobody would wait for the answer. */
    private static final double MOST_SEEDS = 50;

    /** What it comes to for the change. */
    enum Outcome {
        BETTER,
        EQUAL,
        NOT_ESTABLISHED,
        WORSE
    }

    static AgainstBaseline of(StudyRecord study) {
        return new AgainstBaseline(Analysis.of(study, VerdictThresholds.defaults()));
    }

    StudyRecord study() {
        return analysis.results().study();
    }

    Wording wording() {
        return Wording.of(study());
    }

    /** There is one question; without a feasible trial there may be nothing to compare. */
    private Optional<Comparison> comparison() {
        return analysis.comparisons().stream().findFirst();
    }

    private Optional<Difference> difference() {
        return comparison().flatMap(Comparison::difference);
    }

    Outcome outcome() {
        Comparison.Status status =
                comparison().map(Comparison::status).orElse(Comparison.Status.UNDECIDED);
        return switch (status) {
            case EQUAL -> Outcome.EQUAL;
            case UNDECIDED -> Outcome.NOT_ESTABLISHED;
            case ESTABLISHED -> who(difference().orElseThrow().better());
            case ONLY_ONE_TRAINS -> who(comparison().orElseThrow().contenders().get(0));
        };
    }

    private static Outcome who(Contender better) {
        return arm(better) == CHANGE ? Outcome.BETTER : Outcome.WORSE;
    }

    private static int arm(Contender contender) {
        return contender.best().map(best -> best.trial().arm()).orElse(-1);
    }

    /** The best trial with the change; empty where none is feasible. */
    Optional<TrialRecord> best() {
        return best(CHANGE);
    }

    /** The best trial of an arm. */
    Optional<TrialRecord> best(int arm) {
        return analysis.results().ofArm(arm).best().map(FeasibleTrial::trial);
    }

    /** The trial with the change at the highest rate that was tried. */
    TrialRecord highest() {
        return study().trials().stream()
                .filter(trial -> trial.arm() == CHANGE)
                .max(Comparator.comparingDouble(AgainstBaseline::rate))
                .orElseThrow();
    }

    RateCourse course(TrialRecord trial) {
        return RateCourse.of(study(), trial);
    }

    /** As its study has it, for the run of one that never began says nothing. */
    static double rate(TrialRecord trial) {
        return Optional.ofNullable(trial.trial().settings().get(RateLadder.PATH))
                .orElseThrow()
                .asDouble();
    }

    /** What was measured, with its noise, and what would decide it where it is open. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        sentences.add(difference().map(this::measured).orElseGet(this::oneSided));
        for (int arm : new int[] {BASELINE, CHANGE}) {
            best(arm)
                    .map(analysis.results()::reruns)
                    .filter(reruns -> reruns.infeasible() > 0)
                    .ifPresent(reruns -> sentences.add(broken(arm, reruns)));
        }
        if (outcome() == Outcome.NOT_ESTABLISHED) {
            difference().flatMap(this::decision).ifPresent(sentences::add);
        }
        return sentences;
    }

    private String broken(int arm, RerunResults reruns) {
        return "%d of %d reruns of %s with other seeds did not train."
                .formatted(reruns.infeasible(), reruns.ended(), called(arm));
    }

    /** Of an arm. */
    String name(int arm) {
        return study().outline().arms().get(arm).scientific().values().stream()
                .map(JsonNode::asText)
                .collect(Collectors.joining(", "));
    }

    /** In a sentence. */
    private String called(int arm) {
        return arm == BASELINE ? "the baseline" : "training with " + name(arm);
    }

    private String measured(Difference found) {
        boolean rerun = found.seeds().reruns() > 0;
        return "%s %s reaches %s at rate %s and %s %s at rate %s: %s apart, where chance alone explains %s%s."
                .formatted(
                        rerun
                                ? "Over %d other seeds each%s"
                                        .formatted(
                                                found.seeds().reruns(),
                                                found.seeds().paired() ? ", paired by seed," : "")
                                : "By one training each",
                        called(arm(found.better())),
                        value(found.better(), found.betterCost()),
                        rateOf(found.better()),
                        called(arm(found.worse())),
                        value(found.worse(), found.worseCost()),
                        rateOf(found.worse()),
                        wording().difference(found.size()),
                        Double.isInfinite(found.noise())
                                ? "an unknown part"
                                : "up to " + wording().difference(found.noise()),
                        margin(found));
    }

    /** With its standard error by seeds, where it is a mean. */
    private String value(Contender contender, double cost) {
        RerunResults reruns = contender.reruns();
        return wording().value(cost)
                + (reruns.costs().size() > 1
                        ? " (+-%s, one standard error)"
                                .formatted(wording().difference(reruns.standardError()))
                        : "");
    }

    private static String rateOf(Contender contender) {
        return contender.best().map(best -> Numbers.text(rate(best.trial()))).orElse("?");
    }

    private String margin(Difference found) {
        return outcome() != Outcome.EQUAL
                ? ""
                : "; it is below %s, and less than %s does not matter (%s)"
                        .formatted(
                                wording().difference(found.largest()),
                                wording().difference(found.margin().orElseThrow()),
                                study().margin().isPresent()
                                        ? "the margin that was asked for"
                                        : "one standard error by the choice of validation examples");
    }

    /** One of the two has no feasible trial, or neither has. */
    private String oneSided() {
        return Sentences.start("%s, %s.".formatted(reached(BASELINE), reached(CHANGE)));
    }

    private String reached(int arm) {
        StudyResults results = analysis.results().ofArm(arm);
        return results.best()
                .map(best -> "%s reaches %s".formatted(called(arm), wording().value(best.cost())))
                .orElse(
                        "%s trains at none of %s"
                                .formatted(called(arm), Numbers.count(results.finished(), "rate")));
    }

    private Optional<String> decision(Difference found) {
        double seeds = Math.ceil(found.neededReruns());
        if (seeds > MOST_SEEDS) {
            return Optional.of(
                    "More than %.0f seeds of each would be needed to tell them apart."
                            .formatted(MOST_SEEDS));
        }
        return seeds <= found.seeds().reruns()
                ? Optional.empty()
                : Optional.of(
                        "About %.0f seeds of each would probably tell: `%s --seeds %.0f`, then this command again."
                                .formatted(seeds, study().command("etude study rerun"), seeds));
    }

    /** For programs; costs are the objective. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("outcome", outcome().name().toLowerCase(Locale.ROOT));
        for (int arm : new int[] {BASELINE, CHANGE}) {
            analysis.results().ofArm(arm).best().ifPresent(best -> json.put(name(arm), json(best)));
        }
        difference()
                .ifPresent(
                        found -> {
                            json.put("difference", found.size());
                            json.put("paired", found.seeds().paired());
                            if (Double.isFinite(found.noise())) {
                                json.put("chance_explains", found.noise());
                            }
                            found.margin().ifPresent(margin -> json.put("margin", margin));
                        });
        return json;
    }

    private Map<String, Object> json(FeasibleTrial best) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("trial", best.trial().number());
        json.put("learning_rate", rate(best.trial()));
        json.put("value", analysis.results().cost(best.cost()));
        json.put("reruns", analysis.results().reruns(best.trial()).json(analysis.results()));
        return json;
    }

    /** The playbook's Figure 8, and every seed of the best of both. */
    List<Section> sections() {
        return new AgainstBaselinePage(this).sections();
    }
}
