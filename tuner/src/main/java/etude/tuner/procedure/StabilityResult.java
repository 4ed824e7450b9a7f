package etude.tuner.procedure;

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
import java.util.stream.Stream;

/**
 * What the sweep and the runs above its best rate say about stability.
 *
 * @param procedure that it is of
 * @param kind of instability
 * @param best the best rate
 * @param sweep every rate of the sweep
 * @param early at twice the best rate, evaluated at every step
 * @param above at 5 and 10 times
 */
record StabilityResult(
        StabilityProcedure procedure,
        Kind kind,
        RateCourse best,
        List<RateCourse> sweep,
        RateCourse early,
        List<RateCourse> above)
        implements Result {
    /** Any workload is unstable at some rate; farther than so many times the best none matters. */
    private static final double FARTHEST = 10;

    /** Where training is unstable above the best rate. */
    enum Kind {
        /** In the first steps. */
        EARLY,
        /** Suddenly, in the middle of training. */
        LATER,
        /** Up to 10 times the best rate nowhere. */
        NONE
    }

    StabilityResult {
        sweep = List.copyOf(sweep);
        above = List.copyOf(above);
    }

    /**
     * Reads them.
     *
     * @param studies the sweep, the short run, the whole runs
     */
    static StabilityResult of(
            StabilityProcedure procedure, List<StudyRecord> studies, TrialRecord winner) {
        StudyRecord sweep = studies.get(0);
        List<RateCourse> above = courses(studies.get(2));
        RateCourse early = courses(studies.get(1)).get(0);
        List<RateCourse> swept =
                courses(sweep).stream().filter(one -> one.trial().arm() == winner.arm()).toList();
        double best = StabilityProcedure.rate(winner);
        List<RateCourse> higher =
                Stream.of(Stream.of(early), above.stream(), swept.stream())
                        .flatMap(courses -> courses)
                        .filter(one -> one.rate() > best && one.rate() <= FARTHEST * best)
                        .toList();
        Kind kind =
                higher.stream().anyMatch(RateCourse::isUnstableEarly)
                        ? Kind.EARLY
                        : higher.stream().anyMatch(RateCourse::isUnstableLater)
                                ? Kind.LATER
                                : Kind.NONE;
        return new StabilityResult(
                procedure, kind, RateCourse.of(sweep, winner), swept, early, above);
    }

    private static List<RateCourse> courses(StudyRecord study) {
        return study.trials().stream()
                .map(trial -> RateCourse.of(study, trial))
                .filter(RateCourse::ended)
                .toList();
    }

    /** The unstable one of the smallest rate above the best. */
    Optional<RateCourse> unstable() {
        return Stream.of(sweep.stream(), Stream.of(early), above.stream())
                .flatMap(courses -> courses)
                .filter(course -> course.rate() > best.rate())
                .filter(RateCourse::isUnstable)
                .min(Comparator.comparingDouble(RateCourse::rate));
    }

    /** Whether no evaluation at the config's own interval would run while the loss is high. */
    boolean isMissed() {
        long every =
                best.trial()
                        .facts()
                        .map(facts -> facts.steps().evaluateEvery().orElse(0))
                        .orElse(0L);
        return early.spike()
                .filter(spike -> every > 0 && spike.to() / every == (spike.from() - 1) / every)
                .isPresent();
    }

    @Override
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        String rate = Numbers.text(best.rate());
        sentences.add(
                switch (kind) {
                    case EARLY ->
                            "Unstable early in training, at rates above the best one (%s)."
                                    .formatted(rate);
                    case LATER ->
                            "Unstable in the middle of training, at rates above the best one (%s)."
                                    .formatted(rate);
                    case NONE ->
                            "Stable: up to 10 times the best rate (%s) the loss neither diverges, nor rises after falling, nor stays at that of a constant prediction."
                                    .formatted(rate);
                });
        sentences.add(evidence());
        if (kind != Kind.NONE) {
            sentences.add(
                    "Fixing it will probably help: %s first, then %s."
                            .formatted(fix(kind == Kind.EARLY), fix(kind != Kind.EARLY)));
        }
        return sentences;
    }

    /** Warmup is best early in training, clipping is good anywhere (playbook). */
    private String fix(boolean warmup) {
        Optional<StudyRecord> swept = Optional.of(best.study());
        double rate = unstable().orElseThrow().rate();
        return warmup
                ? "learning rate warmup (`%s`)".formatted(procedure.fix("warmup", swept, "", rate))
                : "gradient clipping (`%s`)".formatted(procedure.fix("clipping", swept, "", rate));
    }

    private String evidence() {
        String seen =
                Stream.concat(Stream.of(early), above.stream())
                        .map(
                                course ->
                                        "at %s %s"
                                                .formatted(
                                                        Numbers.text(course.rate()),
                                                        course.words()))
                        .collect(Collectors.joining("; "));
        return Sentences.start(
                "%s%s%s."
                        .formatted(
                                seen,
                                unstable()
                                        .map(
                                                course ->
                                                        "; the smallest unstable rate is "
                                                                + Numbers.text(course.rate()))
                                        .orElse(""),
                                isMissed()
                                        ? "; evaluations at the usual steps would have missed it at twice the best rate"
                                        : ""));
    }

    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("result", kind.name().toLowerCase(Locale.ROOT));
        json.put("best_learning_rate", best.rate());
        json.put("best_trial", best.trial().number());
        unstable().ifPresent(one -> json.put("unstable_base_learning_rate", one.rate()));
        json.put("usual_evaluations_miss_it", isMissed());
        return json;
    }

    @Override
    public List<Section> sections() {
        return new StabilityPage(this).sections();
    }

    /** No rate of the sweep trains. */
    record NoRate(StudyRecord sweep) implements Result {
        @Override
        public List<String> sentences() {
            return List.of(
                    "No result: no learning rate of %s trains, so there is none to go beyond."
                            .formatted(sweep.outline().name()),
                    "`%s` says what became of each."
                            .formatted(sweep.command("etude study status")));
        }

        @Override
        public boolean isAnswer() {
            return false;
        }

        @Override
        public Map<String, Object> json() {
            return Map.of("result", "no_rate_trains");
        }
    }
}
