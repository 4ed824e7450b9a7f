package etude.tuner.procedure;

import etude.trainer.config.ConfigException;
import etude.trainer.config.Durations;
import etude.trainer.config.ResolvedDurations;
import etude.trainer.config.RunConfig;
import etude.trainer.config.ScheduleConfig.Decay;
import etude.tuner.record.StudyRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Playbook, "How to apply learning rate warmup": the shortest warmup that is stable at 10 times the
 * unstable rate, each followed by twice as many steps at a constant rate; then, prepended to the
 * baseline, the learning rate searched again up to that rate beside the baseline itself.
 *
 * @param name of the procedure
 * @param unstable the rate at which training is unstable, and the config
 * @param durations of the config
 * @param warmups to try, from the shortest
 * @param peaks base rates to warm up to, as multiples of the unstable rate, from the lowest
 * @param reruns of the best of the baseline and of the change
 */
public record WarmupProcedure(
        String name,
        UnstableRate unstable,
        ResolvedDurations durations,
        List<Long> warmups,
        List<Double> peaks,
        PlannedStudy.Reruns reruns)
        implements Procedure {
    /** "The largest feasible point shouldn't be more than 10% of max_train_steps." */
    static final long MOST_SHARE = 10;

    static final String PATH = "schedule.warmup_steps";
    private static final long SHORTEST = 10;
    private static final long CONSTANT_PHASE = 2;
    private static final double PEAK = 10;
    private static final double FURTHER_PEAK = 100;
    private static final String ARM = "warmup";

    /** A stable warmup, the shortest for a rate that is the highest. */
    record Ramp(long steps, double rate) {}

    public WarmupProcedure {
        warmups = List.copyOf(warmups);
        peaks = List.copyOf(peaks);
    }

    /**
     * The procedure that a command asks for.
     *
     * @param further whether 100 times the unstable rate is tried too
     * @param trainExamples by which durations become steps
     * @throws ConfigException when the training has no room for a longer warmup than it has
     */
    public static WarmupProcedure of(
            String name,
            UnstableRate unstable,
            boolean further,
            PlannedStudy.Reruns reruns,
            long trainExamples) {
        ResolvedDurations durations = Durations.resolve(unstable.search().config(), trainExamples);
        List<Long> warmups = new ArrayList<>();
        for (long steps = SHORTEST;
                steps * MOST_SHARE <= durations.maxTrainSteps();
                steps *= SHORTEST) {
            if (steps > durations.warmupSteps()) {
                warmups.add(steps);
            }
        }
        if (warmups.isEmpty()) {
            throw new ConfigException(
                    List.of(
                            "max_train_steps: warmups of 10, 100, 1,000, ... steps are tried up to 10 %% of it, expected room for one longer than the %,d steps of %s, found %,d steps"
                                    .formatted(
                                            durations.warmupSteps(),
                                            PATH,
                                            durations.maxTrainSteps())));
        }
        return new WarmupProcedure(
                name,
                unstable,
                durations,
                warmups,
                further ? List.of(PEAK, FURTHER_PEAK) : List.of(PEAK),
                reruns);
    }

    RunConfig config() {
        return unstable.search().config();
    }

    @Override
    public String command() {
        return "etude tune warmup";
    }

    @Override
    public Map<String, Object> inputs() {
        Map<String, Object> inputs = new LinkedHashMap<>(unstable.inputs());
        inputs.put("warmups", warmups);
        inputs.put("peaks", peaks);
        inputs.putAll(reruns.inputs());
        return inputs;
    }

    @Override
    public int mostFurther() {
        return unstable.mostStudies() + warmups.size();
    }

    @Override
    public long mostSteps() {
        long ramps =
                warmups.stream()
                        .mapToLong(steps -> peaks.size() * (1 + CONSTANT_PHASE) * steps)
                        .sum();
        long whole = durations.maxTrainSteps() + warmups.get(warmups.size() - 1);
        return unstable.mostSteps() + ramps + 2L * (mostRates() + reruns.seeds()) * whole;
    }

    /** An unstable rate that was searched is at most 10 times the best. */
    private int mostRates() {
        double ratio =
                unstable.named().isPresent()
                        ? unstable.named().getAsDouble() / config().optimizer().learningRate()
                        : PEAK;
        return RateLadder.size(ratio * peaks.get(peaks.size() - 1));
    }

    @Override
    public Optional<PlannedStudy> next(List<StudyRecord> finished) {
        return unstable.next(finished, this::next);
    }

    private Optional<PlannedStudy> next(UnstableRate.Found found, List<StudyRecord> own) {
        List<WarmupTry> tries = tries(own);
        if (own.size() > tries.size()) {
            return Optional.empty();
        }
        boolean settled = !tries.isEmpty() && tries.get(tries.size() - 1).isStableAtAll();
        if (!settled && tries.size() < warmups.size()) {
            return Optional.of(ramp(found, warmups.get(tries.size())));
        }
        return ramp(tries).map(ramp -> comparison(found, ramp));
    }

    /** The studies of warmups: what comes after the last of them is the comparison. */
    List<WarmupTry> tries(List<StudyRecord> own) {
        List<WarmupTry> tries = new ArrayList<>();
        for (int i = 0; i < Math.min(own.size(), warmups.size()); i++) {
            tries.add(WarmupTry.of(warmups.get(i), own.get(i)));
            if (tries.get(i).isStableAtAll()) {
                break;
            }
        }
        return tries;
    }

    /** The shortest warmup for the highest rate that any made stable; empty where none did. */
    static Optional<Ramp> ramp(List<WarmupTry> tries) {
        Optional<Ramp> best = Optional.empty();
        for (WarmupTry one : tries) {
            for (double rate : one.stableRates()) {
                if (best.filter(ramp -> ramp.rate() >= rate).isEmpty()) {
                    best = Optional.of(new Ramp(one.steps(), rate));
                }
            }
        }
        return best;
    }

    /** {@code 10}, or {@code 10 and 100}: how many times the unstable rate is tried. */
    String peaks(String and) {
        return peaks.stream()
                .map(peak -> "%.0f".formatted(peak))
                .collect(Collectors.joining(" " + and + " "));
    }

    private RateStudies studies() {
        return unstable.studies(command(), name);
    }

    /** Steps are no hyperparameter, so that each warmup has a study of its own. */
    private PlannedStudy ramp(UnstableRate.Found found, long steps) {
        return studies()
                .sweep(
                        new RateStudies.Frame(
                                Long.toString(steps),
                                "Is training stable at %s times the unstable learning rate after a warmup of %d steps?"
                                        .formatted(peaks("and"), steps),
                                List.of(
                                        "schedule={decay: constant}",
                                        "evaluation.every=" + steps,
                                        "checkpoints.every=" + steps,
                                        "checkpoints.keep_best=1"),
                                List.of(
                                        PATH + ": " + steps,
                                        "max_train_steps: " + CONSTANT_PHASE * steps),
                                (1 + CONSTANT_PHASE) * steps),
                        peaks.stream()
                                .map(factor -> RateLadder.times(found.unstable(), factor))
                                .toList());
    }

    private PlannedStudy comparison(UnstableRate.Found found, Ramp ramp) {
        List<String> changes = new ArrayList<>();
        changes.add("checkpoints.keep_best=1");
        changes.addAll(equalDecay());
        return studies()
                .comparison(
                        new RateStudies.Frame(
                                "comparison",
                                "Is training better with a warmup of %d steps than without?"
                                        .formatted(ramp.steps()),
                                changes,
                                List.of(),
                                durations.maxTrainSteps() + ramp.steps()),
                        new RateStudies.Change(ARM, PATH, Long.toString(ramp.steps())),
                        RateLadder.over(found.best(), ramp.rate()),
                        reruns);
    }

    /** An inverse square root decay without a time scale takes that of its warmup. */
    List<String> equalDecay() {
        boolean follows =
                config().schedule().decay() == Decay.INVERSE_SQRT
                        && config().schedule().timescale().isEmpty();
        return follows ? List.of("schedule.timescale=" + durations.timescale()) : List.of();
    }

    @Override
    public Result read(List<StudyRecord> finished) {
        return unstable.read(finished, "a warmup", this::read);
    }

    private Result read(UnstableRate.Found found, List<StudyRecord> own) {
        List<WarmupTry> tries = tries(own);
        return ramp(tries)
                .<Result>map(
                        ramp ->
                                new WarmupResult(
                                        this,
                                        found,
                                        tries,
                                        ramp,
                                        AgainstBaseline.of(own.get(tries.size()))))
                .orElseGet(() -> new NoStableWarmup(this, found, tries));
    }
}
