package etude.tuner.analysis.headline;

import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.InfeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.result.Wording;
import etude.tuner.analysis.verdict.Comparison;
import etude.tuner.analysis.verdict.Contender;
import etude.tuner.analysis.verdict.Difference;
import etude.tuner.record.StudyRecord;
import etude.tuner.store.Infeasible;
import etude.tuner.store.TrialState;
import etude.tuner.text.Numbers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The answer to the goal of a study: what each scientific value reached, and whether their
 * difference is more than noise.
 */
final class GoalAnswer {
    /** With the two best, as many values as a reader takes in at a glance. */
    private static final int MORE = 2;

    private final StudyResults results;
    private final StudyRecord study;
    private final List<Comparison> comparisons;
    private final Wording wording;

    GoalAnswer(StudyResults results, List<Comparison> comparisons) {
        this.results = results;
        this.comparisons = comparisons;
        study = results.study();
        wording = Wording.of(study);
    }

    String sentences() {
        int trials = study.trials().size();
        if (study.ended() == 0) {
            return "Not yet: none of %s has ended.".formatted(Numbers.count(trials, "trial"));
        }
        String soFar =
                study.ended() == trials
                        ? ""
                        : "%d of %d trials have ended so far. ".formatted(study.ended(), trials);
        return soFar + (results.feasible().isEmpty() ? nothingWorks() : answers());
    }

    private String nothingWorks() {
        if (results.infeasible().isEmpty()) {
            return "No result: %s failed, which says nothing about the settings."
                    .formatted(Numbers.count(study.count(TrialState.FAILED), "trial"));
        }
        boolean one = results.finished() == 1;
        return "No settings work: %s infeasible (%s)."
                .formatted(
                        one
                                ? "the only trial that finished is"
                                : "all %d trials that finished are".formatted(results.finished()),
                        reasons(results.infeasible()));
    }

    private static String reasons(List<InfeasibleTrial> trials) {
        Map<Infeasible.Kind, Long> counts =
                trials.stream()
                        .collect(
                                Collectors.groupingBy(
                                        trial -> trial.reason().kind(),
                                        TreeMap::new,
                                        Collectors.counting()));
        return counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey().words())
                .collect(Collectors.joining(", "));
    }

    private String answers() {
        return comparisons.isEmpty()
                ? best(results.feasible().get(0))
                : comparisons.stream().map(this::answer).collect(Collectors.joining(" "));
    }

    /** Of a study that compares nothing. */
    private String best(FeasibleTrial best) {
        return "Best %s: %s%s, trial %d at step %d."
                .formatted(
                        wording.metric(),
                        wording.value(best.cost()),
                        MeasurementNoise.of(study, best).around(wording),
                        best.trial().number(),
                        best.bestStep());
    }

    private String answer(Comparison comparison) {
        return comparison
                        .difference()
                        .map(found -> compared(comparison, found))
                        .orElseGet(() -> alone(comparison.contenders().get(0)))
                + silent(comparison)
                + ".";
    }

    /** No other has a feasible trial. */
    private String alone(Contender contender) {
        FeasibleTrial best = contender.best().orElseThrow();
        return "%s of %s: %s%s"
                .formatted(
                        wording.metric(),
                        contender.label(),
                        wording.value(best.cost()),
                        MeasurementNoise.of(study, best).around(wording));
    }

    private String compared(Comparison comparison, Difference found) {
        String better = found.better().label();
        String noise = "the noise of +-%s".formatted(wording.difference(found.noise()));
        String size = wording.difference(found.size());
        String verdict =
                comparison.status() == Comparison.Status.EQUAL
                        ? "no difference that matters (less than %s)"
                                .formatted(wording.difference(found.margin().orElseThrow()))
                        : comparison.status() == Comparison.Status.ESTABLISHED
                                ? "%s is better by %s, beyond %s".formatted(better, size, noise)
                                : Double.isInfinite(found.noise())
                                        ? "%s leads by %s, undecided: too few trials to know the noise"
                                                .formatted(better, size)
                                        : "%s within %s, undecided"
                                                .formatted(tied(comparison), open(found));
        return "%s (%s): %s".formatted(values(comparison, found), metric(found), verdict);
    }

    /** Where the largest noise of seeds that trials allow hides all, it is a limit, not a size. */
    private String open(Difference found) {
        String margin = wording.difference(found.noise());
        return found.seeds().reruns() == 0 && found.seeds().error() > found.sampling().orElse(0)
                ? "the noise, which without reruns may reach " + margin
                : "the noise of +-" + margin;
    }

    private String metric(Difference found) {
        int reruns = found.seeds().reruns();
        return wording.metric() + (reruns > 0 ? ", mean of %d reruns".formatted(reruns) : "");
    }

    /** A mean over reruns is no match for the best of many trials, so these two stand alone. */
    private String values(Comparison comparison, Difference found) {
        String two =
                "%s %s, %s %s"
                        .formatted(
                                found.better().label(),
                                wording.value(found.betterCost()),
                                found.worse().label(),
                                wording.value(found.worseCost()));
        if (found.seeds().reruns() > 0) {
            return two;
        }
        List<Contender> others =
                comparison.contenders().stream()
                        .filter(one -> one.best().isPresent())
                        .skip(2)
                        .toList();
        int more = others.size() - MORE;
        return others.stream()
                .limit(MORE)
                .map(one -> one.label() + " " + wording.value(one.best().orElseThrow().cost()))
                .collect(
                        Collectors.joining(
                                ", ",
                                two + (others.isEmpty() ? "" : ", "),
                                more > 0 ? " and %d worse".formatted(more) : ""));
    }

    /** Those that the best does not leave behind. */
    private String tied(Comparison comparison) {
        List<Difference> open =
                comparison.differences().stream().filter(one -> !one.established()).toList();
        if (comparison.differences().size() == 1 || open.get(0).seeds().reruns() > 0) {
            return "a difference of %s is".formatted(wording.difference(open.get(0).size()));
        }
        return open.size() == comparison.differences().size()
                ? "all are"
                : open.stream()
                                .map(one -> one.worse().label())
                                .collect(
                                        Collectors.joining(
                                                ", ", open.get(0).better().label() + ", ", ""))
                                .replaceFirst(", (?=[^,]*$)", " and ")
                        + " are";
    }

    /** Values of which nothing can be said: none of their trials works, or none has finished. */
    private static String silent(Comparison comparison) {
        return comparison.contenders().stream()
                .filter(contender -> contender.best().isEmpty())
                .map(GoalAnswer::silent)
                .collect(Collectors.joining());
    }

    private static String silent(Contender contender) {
        int trials = contender.results().finished();
        if (trials == 0) {
            return "; nothing yet of " + contender.label();
        }
        return contender.neverTrains()
                ? "; %s never trains (all %d trials infeasible)"
                        .formatted(contender.label(), trials)
                : "; no feasible trial of %s yet (%s infeasible)"
                        .formatted(contender.label(), Numbers.count(trials, "trial"));
    }
}
