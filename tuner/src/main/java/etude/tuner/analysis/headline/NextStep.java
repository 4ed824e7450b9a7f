package etude.tuner.analysis.headline;

import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.statistics.Quantiles;
import etude.tuner.analysis.verdict.Answer;
import etude.tuner.analysis.verdict.Remedy;
import etude.tuner.analysis.verdict.Topic;
import etude.tuner.analysis.verdict.Verdict;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Arm;
import etude.tuner.space.Role;
import etude.tuner.store.TrialState;
import etude.tuner.text.Numbers;
import etude.tuner.text.Quantities;
import etude.tuner.text.Sentences;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The one thing to do now, with what it costs.
 *
 * @param text what, in a sentence
 * @param command that does it
 * @param trainings how many the command trains, where that is known
 * @param seconds of a training of this study, in the median; empty where none has ended
 */
public record NextStep(
        String text, Optional<String> command, OptionalInt trainings, OptionalDouble seconds) {
    /** What the trials that are still to come may change. */
    private static final Set<Topic> OPEN_UNTIL_THE_END =
            EnumSet.of(Topic.SPACE, Topic.POINTS, Topic.CONCLUSION);

    /**
     * After a study: a problem before all else, then the trials that are still to come, then what
     * asks for attention, and what is not known; within each, in the order of the topics. Where all
     * is good, what the playbook says comes next ("A scientific approach to improving model
     * performance" and "After exploration concludes").
     */
    static NextStep ofStudy(StudyResults results, List<Verdict> verdicts) {
        OptionalDouble seconds = seconds(results);
        boolean open = results.study().ended() < results.study().trials().size();
        List<Verdict> settled =
                verdicts.stream()
                        .filter(v -> !open || !OPEN_UNTIL_THE_END.contains(v.topic()))
                        .toList();
        List<String> arms = results.study().outline().arms().stream().map(Arm::label).toList();
        return step(settled, arms, seconds, Answer.Problem.class::isInstance)
                .or(() -> rest(results.study(), seconds))
                .or(() -> lookedAt(verdicts, arms, seconds))
                .orElseGet(() -> nextGoal(results.study(), seconds));
    }

    /** After a run, which costs as much again. */
    static NextStep ofRun(StudyResults run, List<Verdict> verdicts) {
        OptionalDouble seconds = seconds(run);
        if (run.finished() == 0 && verdicts.isEmpty()) {
            return sentence(
                    "Let it end: the same etude train command continues a run that was stopped.",
                    OptionalDouble.empty());
        }
        List<String> arms = List.of();
        return step(verdicts, arms, seconds, Answer.Problem.class::isInstance)
                .or(() -> lookedAt(verdicts, arms, seconds))
                .orElseGet(
                        () ->
                                sentence(
                                        "Every check passed: write a study file that has this config as its base, with a goal and the hyperparameters that it asks about (docs/studies.md).",
                                        seconds));
    }

    /**
     * What asks for attention, else what is not known. Examples that nobody compared are no reason
     * to do anything: where they can be compared, a run has done it.
     */
    private static Optional<NextStep> lookedAt(
            List<Verdict> verdicts, List<String> arms, OptionalDouble seconds) {
        List<Verdict> others = verdicts.stream().filter(v -> v.topic() != Topic.OVERLAP).toList();
        return step(verdicts, arms, seconds, Answer.Attention.class::isInstance)
                .or(() -> step(others, arms, seconds, Answer.NotKnown.class::isInstance));
    }

    private static NextStep sentence(String text, OptionalDouble seconds) {
        return new NextStep(text, Optional.empty(), OptionalInt.empty(), seconds);
    }

    private static Optional<NextStep> step(
            List<Verdict> verdicts,
            List<String> arms,
            OptionalDouble seconds,
            Predicate<Answer> kind) {
        return verdicts.stream()
                .filter(verdict -> kind.test(verdict.answer()))
                .min(Comparator.comparing(Verdict::topic))
                .flatMap(verdict -> verdict.answer().remedy())
                .map(remedy -> of(remedy, about(remedy, verdicts, arms), seconds));
    }

    private static NextStep of(Remedy remedy, String about, OptionalDouble seconds) {
        String text = remedy.text();
        return new NextStep(
                about.isEmpty()
                        ? text
                        : about + text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1),
                remedy.command(),
                remedy.trainings(),
                seconds);
    }

    /** The arms that a remedy is for, where the questions that lead to it ask about some only. */
    private static String about(Remedy remedy, List<Verdict> verdicts, List<String> arms) {
        List<String> questions =
                verdicts.stream()
                        .filter(v -> v.answer().remedy().filter(remedy::equals).isPresent())
                        .map(Verdict::question)
                        .toList();
        List<String> asked =
                arms.stream()
                        .filter(arm -> questions.stream().anyMatch(q -> q.endsWith(arm + "?")))
                        .toList();
        return asked.isEmpty() || asked.size() == arms.size()
                ? ""
                : "For %s: ".formatted(String.join(", ", asked));
    }

    /** Trials that have not ended, or that failed for a reason that their settings do not have. */
    private static Optional<NextStep> rest(StudyRecord study, OptionalDouble seconds) {
        int left = study.trials().size() - (int) study.ended();
        int failed = (int) study.count(TrialState.FAILED);
        int reruns = (int) study.again().stream().filter(one -> !one.state().isTerminal()).count();
        if (left == 0 && reruns > 0) {
            return Optional.of(
                    new NextStep(
                            "Finish the reruns: %s still to come."
                                    .formatted(
                                            Numbers.count(reruns, "training")
                                                    + (reruns == 1 ? " is" : " are")),
                            Optional.of(study.command("etude study run")),
                            OptionalInt.of(reruns),
                            seconds));
        }
        if (left > 0) {
            return Optional.of(
                    new NextStep(
                            "Finish the study: %s still to come."
                                    .formatted(
                                            Numbers.count(left, "trial")
                                                    + (left == 1 ? " is" : " are")),
                            Optional.of(study.command("etude study run")),
                            OptionalInt.of(left),
                            seconds));
        }
        return failed == 0
                ? Optional.empty()
                : Optional.of(
                        new NextStep(
                                "Find out why %s failed (etude study status shows the last lines of their logs), then give them another chance and run the study again."
                                        .formatted(Numbers.count(failed, "trial")),
                                Optional.of(study.command("etude study retry")),
                                OptionalInt.of(failed),
                                seconds));
    }

    private static NextStep nextGoal(StudyRecord study, OptionalDouble seconds) {
        String adopted =
                study.outline().hyperparameters(Role.SCIENTIFIC).isEmpty()
                        ? "the best settings"
                        : "the better value, unless it complicates more than it gains,";
        return sentence(
                "Every check passed: write %s into the base config and choose the goal of the next study (`%s` writes its file); where none is left, search greedily in a small space around the best settings, and look at the test set once (`%s`)."
                        .formatted(
                                adopted,
                                study.command("etude study refine"),
                                study.command("etude tune final")),
                seconds);
    }

    private static OptionalDouble seconds(StudyResults results) {
        double[] seconds =
                results.study().trials().stream()
                        .filter(trial -> trial.state() == TrialState.COMPLETED)
                        .map(TrialRecord::summary)
                        .flatMap(Optional::stream)
                        .mapToDouble(summary -> summary.seconds())
                        .filter(s -> s > 0 && Double.isFinite(s))
                        .toArray();
        return seconds.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Quantiles.median(seconds));
    }

    /** With the costs: the time that one training after another takes. */
    String sentence() {
        return (Sentences.of(text) + " " + costs()).strip();
    }

    private String costs() {
        if (trainings.isEmpty()) {
            return seconds.isEmpty()
                    ? ""
                    : "One training takes %s."
                            .formatted(Quantities.duration(seconds.getAsDouble()));
        }
        String count = Numbers.count(trainings.getAsInt(), "training");
        if (trainings.getAsInt() == 1 && seconds.isPresent()) {
            return "It takes %s.".formatted(Quantities.duration(seconds.getAsDouble()));
        }
        return seconds.isEmpty()
                ? "That is %s.".formatted(count)
                : "%s of %s: %s one after another."
                        .formatted(
                                count,
                                Quantities.duration(seconds.getAsDouble()),
                                Quantities.duration(trainings.getAsInt() * seconds.getAsDouble()));
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("text", text);
        command.ifPresent(words -> json.put("command", words));
        trainings.ifPresent(count -> json.put("trainings", count));
        seconds.ifPresent(one -> json.put("seconds_per_training", one));
        return json;
    }
}
