package etude.tuner.analysis.verdict;

import etude.tuner.analysis.plot.PlotId;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.analysis.verdict.Answer.NotKnown;
import etude.tuner.analysis.verdict.Comparison.Status;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Role;
import etude.tuner.text.Numbers;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

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
                                new Good(nothing(basis) + fixed(basis)),
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
            case ONLY_ONE_TRAINS -> new Good(onlyOne(basis, comparison) + caveats);
            case UNDECIDED -> undecided(basis, comparison, caveats);
        };
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
                        .map(
                                best ->
                                        " They are those of trial %d (%s)."
                                                .formatted(
                                                        best.trial().number(),
                                                        basis.wording().value(best.cost())))
                        .filter(text -> !scientific)
                        .orElse("");
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
        return "%s%s reaches %s and %s %s: %s apart, where chance alone explains %s.%s%s"
                .formatted(
                        rerun
                                ? "over %d reruns with other seeds each "
                                        .formatted(found.seeds().reruns())
                                : "",
                        named(found.better(), rerun),
                        basis.wording().value(found.betterCost()),
                        named(found.worse(), rerun),
                        basis.wording().value(found.worseCost()),
                        basis.wording().difference(found.size()),
                        Double.isInfinite(found.margin())
                                ? "an unknown part"
                                : "up to " + basis.wording().difference(found.margin()),
                        sampling(basis, found),
                        seeds(basis, found));
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
        double needed = Math.max(found.neededReruns(), basis.thresholds().reruns());
        boolean rerun = found.seeds().reruns() > 0;
        if (Double.isInfinite(found.seeds().error())) {
            needed = basis.thresholds().reruns();
        }
        if (needed > MOST_RERUNS) {
            return Remedy.of(
                    "Take the simpler of the two: %s."
                            .formatted(
                                    Double.isInfinite(needed)
                                            ? "no number of reruns would tell them apart on these validation examples"
                                            : "more than %d reruns of each would be needed to tell them apart"
                                                    .formatted(MOST_RERUNS)));
        }
        int seeds = (int) needed;
        String text =
                "Train trials %d and %d again with %d other seeds each and compare the means%s."
                        .formatted(
                                trial(found.better()),
                                trial(found.worse()),
                                seeds,
                                rerun
                                        ? ""
                                        : ": so many decide even if seeds matter as much as they may");
        return new Remedy(text, Optional.empty(), OptionalInt.of(2 * seeds));
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
        return text + fixed(basis);
    }

    private static String fixed(Basis basis) {
        StringBuilder text = new StringBuilder();
        if (!basis.outline().fixed().isEmpty()) {
            text.append(
                    basis.outline().fixed().entrySet().stream()
                            .map(e -> e.getKey() + "=" + e.getValue())
                            .collect(Collectors.joining(", ", " It holds only for ", ".")));
        }
        int caveats = basis.outline().advice().size();
        if (caveats > 0) {
            text.append(" Mind the %s at the end.".formatted(Numbers.count(caveats, "caveat")));
        }
        return text.toString();
    }
}
