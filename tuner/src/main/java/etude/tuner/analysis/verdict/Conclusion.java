package etude.tuner.analysis.verdict;

import etude.tuner.analysis.plot.PlotId;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.RerunResults;
import etude.tuner.analysis.statistics.BestOfDraws;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.analysis.verdict.Answer.NotKnown;
import etude.tuner.analysis.verdict.Comparison.Status;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Role;
import etude.tuner.text.Numbers;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Playbook, "Determining whether to adopt a training pipeline change or hyperparameter
 * configuration": a {@link Comparison} in sentences, with what would decide it.
 */
final class Conclusion {
    private static final String QUESTION = "Does the scientific conclusion%s stand?";

    /** With more reruns of each nobody would wait for the answer. */
    private static final int MOST_RERUNS = 50;

    private Conclusion() {}

    static List<Verdict> ask(Basis basis) {
        List<Comparison> comparisons = Comparison.all(basis);
        return comparisons.isEmpty()
                ? List.of(
                        new Verdict(
                                Topic.CONCLUSION,
                                QUESTION.formatted(""),
                                new Good(nothing(basis) + mind(basis)),
                                PlotId.BUDGET))
                : comparisons.stream()
                        .map(comparison -> verdict(basis, comparison, comparisons.size() > 1))
                        .toList();
    }

    private static Verdict verdict(Basis basis, Comparison comparison, boolean several) {
        Optional<Hyperparameter> plotted =
                comparison
                        .about()
                        .or(
                                () ->
                                        basis.outline().hyperparameters(Role.SCIENTIFIC).stream()
                                                .findFirst());
        return new Verdict(
                Topic.CONCLUSION,
                QUESTION.formatted(
                        comparison
                                .about()
                                .filter(about -> several)
                                .map(about -> " on " + about.path())
                                .orElse("")),
                answer(basis, comparison),
                plotted.map(PlotId::isolation).orElse(PlotId.BUDGET));
    }

    private static Answer answer(Basis basis, Comparison comparison) {
        String caveats = caveats(basis, comparison);
        return switch (comparison.status()) {
            case ESTABLISHED ->
                    new Good(
                            "Yes: "
                                    + measured(basis, comparison.difference().orElseThrow())
                                    + caveats);
            case EQUAL -> new Good(equal(basis, comparison.difference().orElseThrow()) + caveats);
            case ONLY_ONE_TRAINS -> new Good(onlyOne(basis, comparison) + caveats);
            case UNDECIDED -> undecided(basis, comparison, caveats);
        };
    }

    private static String equal(Basis basis, Difference found) {
        return "No difference that matters: %s Below %s by two one-sided tests at %s %%, and less than %s does not matter (%s). %s"
                .formatted(
                        measured(basis, found),
                        basis.wording().difference(found.largest()),
                        Numbers.text(100 * basis.thresholds().significance()),
                        basis.wording().difference(found.margin().orElseThrow()),
                        basis.results().study().margin().isPresent()
                                ? "the margin that was asked for"
                                : "one standard error by the choice of validation examples",
                        simpler(found));
    }

    private static String simpler(Difference found) {
        return Simpler.of(found.better(), found.worse())
                .map(
                        simpler ->
                                "Take the simpler one, %s: %s."
                                        .formatted(simpler.contender().label(), simpler.reason()))
                .orElse(
                        "Take whichever is simpler: both have as many hyperparameters, models of one size, and none is the base config's.");
    }

    private static String onlyOne(Basis basis, Comparison comparison) {
        Contender only = comparison.contenders().get(0);
        return "Yes: only %s trains (%s); no trial of %s is feasible, within this search space."
                .formatted(
                        only.label(),
                        basis.wording().value(only.best().orElseThrow().cost()),
                        comparison.neverTrain().stream()
                                .map(Contender::label)
                                .collect(Collectors.joining(" and ")));
    }

    private static String nothing(Basis basis) {
        boolean scientific = !basis.outline().hyperparameters(Role.SCIENTIFIC).isEmpty();
        return (scientific
                        ? "There is nothing to compare yet: one scientific value has finished trials."
                        : "There is none to draw: no hyperparameter of this study is scientific, so its result is its best settings.")
                + basis.results()
                        .best()
                        .map(best -> best(basis, best))
                        .filter(text -> !scientific)
                        .orElse("");
    }

    private static String best(Basis basis, FeasibleTrial best) {
        RerunResults reruns = basis.results().reruns(best.trial());
        return " They are those of trial %d (%s).%s"
                .formatted(
                        best.trial().number(),
                        basis.wording().value(best.cost()),
                        reruns.costs().size() > 1
                                ? " Over %d other seeds they reach %s on average, +-%s (one standard error); one training varies by %s.%s"
                                        .formatted(
                                                reruns.costs().size(),
                                                basis.wording().value(reruns.mean()),
                                                basis.wording().difference(reruns.standardError()),
                                                basis.wording().difference(reruns.deviation()),
                                                broken("trial " + best.trial().number(), reruns))
                                : broken("trial " + best.trial().number(), reruns));
    }

    private static String broken(String what, RerunResults reruns) {
        return reruns.infeasible() == 0
                ? ""
                : " %d of %s of %s %s infeasible: the settings do not work with every seed."
                        .formatted(
                                reruns.infeasible(),
                                Numbers.count(reruns.ended(), "rerun"),
                                what,
                                reruns.infeasible() == 1 ? "is" : "are");
    }

    private static Answer undecided(Basis basis, Comparison comparison, String caveats) {
        if (comparison.difference().isEmpty()) {
            List<Contender> waiting =
                    comparison.contenders().stream().filter(c -> c.best().isEmpty()).toList();
            return new NotKnown(
                    "Not established: "
                            + waiting.stream()
                                    .map(Conclusion::none)
                                    .collect(Collectors.joining(", "))
                            + "."
                            + caveats,
                    basis.results().study().ended() < basis.results().study().trials().size()
                            ? "Let the study finish (%s)."
                                    .formatted(basis.command("etude study run"))
                            : "Move the ranges of these to where training works.");
        }
        Difference difference = comparison.difference().get();
        return new NotKnown(
                "Not established: " + measured(basis, difference) + caveats,
                remedy(basis, difference));
    }

    private static String none(Contender contender) {
        return "%s has no feasible trial among %s"
                .formatted(
                        contender.label(),
                        Numbers.count(contender.results().finished(), "finished one"));
    }

    private static String measured(Basis basis, Difference found) {
        boolean rerun = found.seeds().reruns() > 0;
        return "%s%s reaches %s and %s %s: %s apart, where chance alone explains %s.%s%s%s%s%s"
                .formatted(
                        rerun
                                ? "over %d reruns with other seeds each%s "
                                        .formatted(
                                                found.seeds().reruns(),
                                                found.seeds().paired() ? ", paired by seed," : "")
                                : "",
                        named(found.better(), rerun),
                        basis.wording().value(found.betterCost()),
                        named(found.worse(), rerun),
                        basis.wording().value(found.worseCost()),
                        basis.wording().difference(found.size()),
                        Double.isInfinite(found.noise())
                                ? "an unknown part"
                                : "up to " + basis.wording().difference(found.noise()),
                        sampling(basis, found),
                        seeds(basis, found),
                        rerun ? luck(basis, found) : "",
                        broken(found.better().label(), found.better().reruns()),
                        broken(found.worse().label(), found.worse().reruns()));
    }

    /** How far the choice of hyperparameters matters: what half of the trials would have found. */
    private static String luck(Basis basis, Difference found) {
        return " One training varies by %s and %s between seeds; by search luck the best of half the trials lies between %s, and between %s (10 to 90 %%)."
                .formatted(
                        basis.wording().difference(found.better().reruns().deviation()),
                        basis.wording().difference(found.worse().reruns().deviation()),
                        luck(basis, found.better()),
                        luck(basis, found.worse()));
    }

    private static String luck(Basis basis, Contender contender) {
        double[] costs = contender.results().costs();
        int half = Math.max(1, costs.length / 2);
        double worse = BestOfDraws.withoutReplacement(costs, half, 0.9);
        return "%s and %s"
                .formatted(
                        basis.wording().value(BestOfDraws.withoutReplacement(costs, half, 0.1)),
                        Double.isInfinite(worse) ? "infeasible" : basis.wording().value(worse));
    }

    private static String named(Contender contender, boolean rerun) {
        return rerun
                ? contender.label()
                : "%s (trial %d)"
                        .formatted(
                                contender.label(), contender.best().orElseThrow().trial().number());
    }

    private static String sampling(Basis basis, Difference found) {
        return found.sampling().isPresent()
                ? " One standard error of it by the choice of the %d validation examples is %s."
                        .formatted(
                                basis.results().study().countedExamples().orElse(0),
                                basis.wording().difference(found.sampling().getAsDouble()))
                : " What other validation examples would change is not known.";
    }

    private static String seeds(Basis basis, Difference found) {
        if (Double.isInfinite(found.seeds().error())) {
            return " What other seeds would change is not known with fewer than 5 feasible trials of each.";
        }
        return (found.seeds().reruns() > 0
                        ? " By seeds it is %s."
                        : " By seeds it is at most %s, as if the best trials differed by nothing else.")
                .formatted(basis.wording().difference(found.seeds().error()));
    }

    private static Remedy remedy(Basis basis, Difference found) {
        if (!found.better().worksWithEverySeed()) {
            return Remedies.instability(basis, found.better().best().orElseThrow().trial())
                    .after(
                            "Make %s train with every seed first."
                                    .formatted(found.better().label()));
        }
        double needed = Math.max(found.neededReruns(), basis.thresholds().reruns());
        if (Double.isInfinite(found.seeds().error())) {
            needed = basis.thresholds().reruns();
        }
        if (needed > MOST_RERUNS) {
            return Remedy.of(
                    "%s %s"
                            .formatted(
                                    Double.isInfinite(needed)
                                            ? "No number of reruns would tell them apart on these validation examples."
                                            : "More than %d reruns of each would be needed to tell them apart."
                                                    .formatted(MOST_RERUNS),
                                    simpler(found)));
        }
        return reruns(basis, found, (int) needed);
    }

    private static Remedy reruns(Basis basis, Difference found, int seeds) {
        String text =
                "Train trials %d and %d again with %d other seeds each and compare the means%s."
                        .formatted(
                                trial(found.better()),
                                trial(found.worse()),
                                seeds,
                                found.seeds().reruns() > 0
                                        ? ""
                                        : ": so many decide even if seeds matter as much as they may");
        int trainings =
                Stream.of(found.better(), found.worse())
                        .mapToInt(one -> Math.max(0, seeds - one.reruns().ended()))
                        .sum();
        return Remedy.of(
                text,
                "%s --trials %d,%d --seeds %d"
                        .formatted(
                                basis.command("etude study rerun"),
                                trial(found.better()),
                                trial(found.worse()),
                                seeds),
                trainings);
    }

    private static int trial(Contender contender) {
        return contender.best().map(FeasibleTrial::trial).orElseThrow().number();
    }

    private static String caveats(Basis basis, Comparison comparison) {
        StringBuilder text = new StringBuilder();
        if (comparison.status() != Status.ONLY_ONE_TRAINS) {
            for (Contender contender : comparison.neverTrain()) {
                text.append(
                        " No trial of %s is feasible, of %d: it does not train in this search space."
                                .formatted(contender.label(), contender.results().finished()));
            }
        }
        return text + mind(basis);
    }

    /** They stand at the end of the page, each in full. */
    private static String mind(Basis basis) {
        int count = basis.outline().advice().size();
        return count == 0 ? "" : " The study has %s.".formatted(Numbers.count(count, "caveat"));
    }
}
