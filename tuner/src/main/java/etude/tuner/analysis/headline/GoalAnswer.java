package etude.tuner.analysis.headline;

import etude.tuner.analysis.headline.Contender.Reached;
import etude.tuner.analysis.plot.Plots;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.InfeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.result.Wording;
import etude.tuner.analysis.verdict.Answer;
import etude.tuner.analysis.verdict.Topic;
import etude.tuner.analysis.verdict.Verdict;
import etude.tuner.record.StudyRecord;
import etude.tuner.store.Infeasible;
import etude.tuner.store.TrialState;
import etude.tuner.text.Numbers;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The answer to the goal of a study: what each scientific value reached, and whether their
 * difference is more than noise. Only the verdict on the conclusion can call it established.
 */
final class GoalAnswer {
    /** How many values a reader takes in at a glance. */
    private static final int SHOWN = 4;

    private final StudyResults results;
    private final StudyRecord study;
    private final Plots plots;
    private final Wording wording;
    private final boolean established;

    GoalAnswer(StudyResults results, Plots plots, List<Verdict> verdicts) {
        this.results = results;
        this.plots = plots;
        study = results.study();
        wording = Wording.of(study);
        established =
                verdicts.stream()
                        .filter(verdict -> verdict.topic() == Topic.CONCLUSION)
                        .anyMatch(verdict -> verdict.answer() instanceof Answer.Good);
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
        List<List<Contender>> questions = Contender.all(results, plots);
        return questions.isEmpty()
                ? best(results.feasible().get(0))
                : questions.stream().map(this::answer).collect(Collectors.joining(" "));
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

    private String answer(List<Contender> contenders) {
        List<Reached> reached = reached(contenders);
        int more = reached.size() - SHOWN;
        String values =
                reached.stream()
                        .limit(SHOWN)
                        .map(one -> one.label() + " " + wording.value(one.cost()))
                        .collect(
                                Collectors.joining(
                                        ", ", "", more > 0 ? " and %d worse".formatted(more) : ""));
        String answer =
                reached.size() == 1
                        ? "%s of %s: %s%s"
                                .formatted(
                                        wording.metric(),
                                        reached.get(0).label(),
                                        wording.value(reached.get(0).cost()),
                                        reached.get(0).noise().around(wording))
                        : "%s (%s): %s".formatted(values, wording.metric(), compared(reached));
        return answer + silent(contenders) + ".";
    }

    /** Over reruns where the two best have them: a mean is no match for the best of many trials. */
    private List<Reached> reached(List<Contender> contenders) {
        Comparator<Reached> bestFirst = Comparator.comparingDouble(Reached::cost);
        List<Contender> byCost =
                contenders.stream()
                        .filter(contender -> contender.best().isPresent())
                        .sorted(
                                Comparator.comparingDouble(
                                        contender -> contender.best().orElseThrow().cost()))
                        .toList();
        List<Reached> rerun =
                byCost.stream().flatMap(one -> one.overReruns(study).stream()).toList();
        boolean leaders =
                byCost.size() > 1
                        && byCost.stream().limit(2).allMatch(c -> c.overReruns(study).isPresent());
        return leaders
                ? rerun.stream().sorted(bestFirst).toList()
                : byCost.stream().flatMap(one -> one.inTheStudy(study).stream()).toList();
    }

    private String compared(List<Reached> reached) {
        Reached first = reached.get(0);
        Reached second = reached.get(1);
        double difference = second.cost() - first.cost();
        if (established) {
            return "%s is better by %s, established"
                    .formatted(first.label(), wording.difference(difference));
        }
        OptionalDouble noise = first.noise().ofDifference(second.noise());
        if (noise.isEmpty()) {
            return "%s leads by %s, undecided: with so few evaluations their noise is not known"
                    .formatted(first.label(), wording.difference(difference));
        }
        String limit =
                "the noise of +-%s (95 %%, %s)"
                        .formatted(wording.difference(noise.getAsDouble()), first.noise().source());
        return difference <= noise.getAsDouble()
                ? "%s within %s, undecided".formatted(tied(reached), limit)
                : "%s leads by %s, more than %s, but not established before other seeds agree"
                        .formatted(first.label(), wording.difference(difference), limit);
    }

    /** Those that the best does not leave behind. */
    private String tied(List<Reached> reached) {
        Reached first = reached.get(0);
        List<Reached> near =
                reached.stream()
                        .filter(
                                one ->
                                        one.cost() - first.cost()
                                                <= first.noise()
                                                        .ofDifference(one.noise())
                                                        .orElse(Double.POSITIVE_INFINITY))
                        .toList();
        if (near.size() == 2 && reached.size() == 2) {
            return "a difference of %s is"
                    .formatted(wording.difference(near.get(1).cost() - first.cost()));
        }
        return near.size() == reached.size()
                ? "all are"
                : near.stream().map(Reached::label).collect(Collectors.joining(" and ")) + " are";
    }

    /** Values of which nothing can be said: none of their trials works, or none has finished. */
    private static String silent(List<Contender> contenders) {
        StringBuilder text = new StringBuilder();
        for (Contender contender : contenders) {
            if (contender.best().isEmpty()) {
                text.append(
                        contender.finished() == 0
                                ? "; nothing yet of " + contender.label()
                                : "; %s never trains (%d of %d trials infeasible)"
                                        .formatted(
                                                contender.label(),
                                                contender.finished(),
                                                contender.finished()));
            }
        }
        return text.toString();
    }
}
