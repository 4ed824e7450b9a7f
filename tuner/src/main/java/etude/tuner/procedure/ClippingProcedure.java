package etude.tuner.procedure;

import etude.trainer.config.Durations;
import etude.trainer.config.GradientClippingConfig;
import etude.trainer.config.ResolvedDurations;
import etude.trainer.config.RunConfig;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.TrialRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Playbook, "Gradient clipping": a threshold at the 90th percentile of the norms of all steps, a
 * run with it at the unstable rate, half and a quarter of it while that is unstable; then, unless
 * more than half of the updates were clipped, the learning rate searched again beside the baseline.
 *
 * @param name of the procedure
 * @param unstable the rate at which training is unstable, and the config
 * @param norms from which the threshold comes
 * @param threshold the 90th percentile
 * @param durations of the config
 * @param reruns of the best of the baseline and of the change
 */
public record ClippingProcedure(
        String name,
        UnstableRate unstable,
        GradientNorms norms,
        double threshold,
        ResolvedDurations durations,
        PlannedStudy.Reruns reruns)
        implements Procedure {
    static final String PATH = "gradient_clipping.norm";
    private static final List<String> PARTS = List.of("whole", "half", "quarter");
    private static final double HARDER = 0.5;
    private static final String ARM = "clipping";

    /** A rate that was searched is at most so many times the best. */
    private static final double FARTHEST = 10;

    /** The procedure that a command asks for. */
    public static ClippingProcedure of(
            String name,
            UnstableRate unstable,
            GradientNorms norms,
            PlannedStudy.Reruns reruns,
            long trainExamples) {
        return new ClippingProcedure(
                name,
                unstable,
                norms,
                RateLadder.times(norms.percentile90(), 1),
                Durations.resolve(unstable.search().config(), trainExamples),
                reruns);
    }

    RunConfig config() {
        return unstable.search().config();
    }

    /** What the config clips above, as YAML. */
    String before() {
        return config().gradientClipping()
                .map(GradientClippingConfig::norm)
                .map(norm -> Double.toString(norm))
                .orElse("null");
    }

    @Override
    public String command() {
        return "etude tune clipping";
    }

    @Override
    public Map<String, Object> inputs() {
        Map<String, Object> inputs = new LinkedHashMap<>(unstable.inputs());
        inputs.put("threshold", threshold);
        inputs.put("norms_of", norms.runs().stream().map(TrialRecord::number).toList());
        inputs.putAll(reruns.inputs());
        return inputs;
    }

    @Override
    public int mostFurther() {
        return unstable.mostStudies() + PARTS.size();
    }

    @Override
    public long mostSteps() {
        double ratio =
                unstable.named().isPresent()
                        ? unstable.named().getAsDouble() / config().optimizer().learningRate()
                        : FARTHEST;
        long runs = PARTS.size() + 2L * (RateLadder.size(ratio) + reruns.seeds());
        return unstable.mostSteps() + runs * durations.totalSteps();
    }

    @Override
    public Optional<PlannedStudy> next(List<StudyRecord> finished) {
        return unstable.next(finished, this::next);
    }

    private Optional<PlannedStudy> next(UnstableRate.Found found, List<StudyRecord> own) {
        List<ClippingTry> tries = tries(own);
        if (own.size() > tries.size()) {
            return Optional.empty();
        }
        Optional<ClippingTry> last = last(tries);
        if (last.filter(ClippingTry::isStable).isPresent()) {
            return last.filter(one -> !one.isAggressive())
                    .map(one -> comparison(found, one.threshold()));
        }
        return tries.size() < PARTS.size()
                ? Optional.of(attempt(found, tries.size()))
                : Optional.empty();
    }

    /** Those of thresholds: what comes after a stable one is the comparison. */
    List<ClippingTry> tries(List<StudyRecord> own) {
        List<ClippingTry> tries = new ArrayList<>();
        for (int i = 0; i < Math.min(own.size(), PARTS.size()); i++) {
            tries.add(ClippingTry.of(threshold(i), own.get(i)));
            if (tries.get(i).isStable()) {
                break;
            }
        }
        return tries;
    }

    private static Optional<ClippingTry> last(List<ClippingTry> tries) {
        return tries.isEmpty() ? Optional.empty() : Optional.of(tries.get(tries.size() - 1));
    }

    private double threshold(int index) {
        return RateLadder.times(threshold, Math.pow(HARDER, index));
    }

    private RateStudies studies() {
        return unstable.studies(command(), name);
    }

    private PlannedStudy attempt(UnstableRate.Found found, int index) {
        return studies()
                .sweep(
                        new RateStudies.Frame(
                                PARTS.get(index),
                                "Is training stable at the unstable learning rate with gradients clipped above %s?"
                                        .formatted(threshold(index)),
                                List.of("checkpoints.keep_best=1"),
                                List.of(PATH + ": " + threshold(index)),
                                durations.totalSteps()),
                        List.of(found.unstable()));
    }

    private PlannedStudy comparison(UnstableRate.Found found, double norm) {
        return studies()
                .comparison(
                        new RateStudies.Frame(
                                "comparison",
                                "Is training better with gradients clipped above %s?"
                                        .formatted(norm),
                                List.of("checkpoints.keep_best=1"),
                                List.of(),
                                durations.totalSteps()),
                        new RateStudies.Change(ARM, PATH, Double.toString(norm)),
                        RateLadder.over(found.best(), found.unstable()),
                        reruns);
    }

    @Override
    public Result read(List<StudyRecord> finished) {
        return unstable.read(finished, "clipping", this::read);
    }

    private Result read(UnstableRate.Found found, List<StudyRecord> own) {
        List<ClippingTry> tries = tries(own);
        return own.size() > tries.size()
                ? new ClippingResult(this, found, tries, AgainstBaseline.of(own.get(tries.size())))
                : new NoMildClipping(this, found, tries);
    }
}
