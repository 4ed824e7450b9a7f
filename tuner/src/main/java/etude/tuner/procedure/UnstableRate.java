package etude.tuner.procedure;

import etude.trainer.config.ConfigException;
import etude.tuner.page.Section;
import etude.tuner.record.StudyRecord;
import etude.tuner.text.Numbers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;

/**
 * Where the smallest learning rate at which training is unstable comes from (playbook, "How to
 * apply learning rate warmup": {@code unstable_base_learning_rate}): the user names it, or the
 * studies of {@code etude tune stability} find it. Those come first in a procedure then, under the
 * same names, so that they are not trained twice.
 *
 * @param named by the user
 * @param search that finds it otherwise
 */
public record UnstableRate(OptionalDouble named, StabilityProcedure search) {
    /**
     * What is known of it.
     *
     * @param best the best rate below it, the baseline's
     * @param unstable the rate
     * @param course how training went at it; empty where the user named it
     * @param sweep the study of learning rates in which the best was found, where there is one
     */
    record Found(
            double best,
            double unstable,
            Optional<RateCourse> course,
            Optional<StudyRecord> sweep) {
        /** The command that warms up instead. */
        String warmup(StabilityProcedure search) {
            return search.fix("warmup", sweep, search.file().toString(), unstable);
        }

        /** The command that clips instead, which takes a study or a run with gradient norms. */
        String clipping(StabilityProcedure search) {
            return search.fix("clipping", sweep, "RUN", unstable);
        }
    }

    /**
     * Checks what the user named.
     *
     * @throws ConfigException when it is not above the config's own rate
     */
    public static UnstableRate of(OptionalDouble named, StabilityProcedure search) {
        double own = search.config().optimizer().learningRate();
        if (named.isPresent() && !(named.getAsDouble() > own)) {
            throw new ConfigException(
                    List.of(
                            "--unstable-rate: expected a rate above the %s of the config, which is the baseline, found %s"
                                    .formatted(own, named.getAsDouble())));
        }
        named.ifPresent(RateLadder::require);
        return new UnstableRate(named, search);
    }

    /** For {@code plan.json}. */
    Map<String, Object> inputs() {
        Map<String, Object> inputs = new LinkedHashMap<>();
        if (named.isPresent()) {
            inputs.put("unstable_rate", named.getAsDouble());
            inputs.put("objective", search.objective().json());
        } else {
            inputs.put("stability", search.name());
            inputs.putAll(search.inputs());
        }
        return inputs;
    }

    /** How many studies find it, at most. */
    int mostStudies() {
        return named.isPresent() ? 0 : search.mostFurther() + 1;
    }

    /** How many updates they take, at most. */
    long mostSteps() {
        return named.isPresent() ? 0 : search.mostSteps();
    }

    /**
     * The next study: one that finds it, then what a fix wants.
     *
     * @param fix what comes next once the rate is known, by the studies after those that found it
     */
    Optional<PlannedStudy> next(
            List<StudyRecord> finished,
            BiFunction<Found, List<StudyRecord>, Optional<PlannedStudy>> fix) {
        Optional<PlannedStudy> own = named.isPresent() ? Optional.empty() : search.next(finished);
        return own.isPresent()
                ? own
                : found(finished).flatMap(found -> fix.apply(found, after(finished)));
    }

    /**
     * What finished studies say.
     *
     * @param procedure the fix in a word
     * @param fix what it says once the rate is known
     */
    Result read(
            List<StudyRecord> finished,
            String procedure,
            BiFunction<Found, List<StudyRecord>, Result> fix) {
        return found(finished)
                .map(found -> fix.apply(found, after(finished)))
                .orElseGet(() -> without(finished, procedure));
    }

    /** Studies of its config. */
    RateStudies studies(String command, String procedure) {
        return new RateStudies(
                command, procedure, search.file(), search.overrides(), search.objective());
    }

    /**
     * The rate, once these studies have finished; empty where training is stable, or never works.
     */
    Optional<Found> found(List<StudyRecord> finished) {
        if (named.isPresent()) {
            return Optional.of(
                    new Found(
                            search.config().optimizer().learningRate(),
                            named.getAsDouble(),
                            Optional.empty(),
                            search.sweep()));
        }
        return search.read(finished) instanceof StabilityResult result
                        && result.kind() != StabilityResult.Kind.NONE
                ? result.unstable()
                        .map(
                                course ->
                                        new Found(
                                                result.best().rate(),
                                                course.rate(),
                                                Optional.of(course),
                                                Optional.of(result.best().study())))
                : Optional.empty();
    }

    /** What the studies say where they found no rate. */
    private Result without(List<StudyRecord> finished, String procedure) {
        Result result = search.read(finished);
        return result instanceof StabilityResult stable
                ? new NothingToFix(stable, procedure)
                : result;
    }

    /** The studies after those that find it. */
    private List<StudyRecord> after(List<StudyRecord> finished) {
        return finished.subList(Math.min(mostStudies(), finished.size()), finished.size());
    }

    /** Training is stable above the best rate, so that no fix has anything to do. */
    record NothingToFix(StabilityResult stable, String procedure) implements Result {
        @Override
        public List<String> sentences() {
            return List.of(
                    "Nothing to fix: up to 10 times the best rate (%s) training is stable, so %s would serve nothing."
                            .formatted(Numbers.text(stable.best().rate()), procedure),
                    stable.sentences().get(1),
                    "`--unstable-rate R` tries it all the same.");
        }

        @Override
        public Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>(stable.json());
            json.put("result", "nothing_to_fix");
            return json;
        }

        @Override
        public List<Section> sections() {
            return stable.sections();
        }
    }
}
