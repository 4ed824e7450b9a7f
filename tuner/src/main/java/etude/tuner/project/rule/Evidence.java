package etude.tuner.project.rule;

import etude.tuner.analysis.result.Wording;
import etude.tuner.analysis.verdict.Seeds;
import etude.tuner.project.Contestant;
import etude.tuner.project.Effect;
import etude.tuner.project.Lesson.Decision;
import etude.tuner.project.ProjectConfig;
import etude.tuner.text.MetricLine;
import etude.tuner.text.Numbers;
import java.util.Optional;

/**
 * Playbook, "Determining whether to adopt a training pipeline change or hyperparameter
 * configuration": a candidate beside the incumbent, both trained again with other seeds.
 *
 * @param effect with a gain above 0 where the candidate is better
 * @param seeds that each was trained again with; 0 where too few
 * @param works whether the candidate trained with each of them
 * @param decides what a candidate has to show
 */
record Evidence(Effect effect, int seeds, boolean works, By decides, Wording wording) {
    /** What decides between a candidate and the incumbent. */
    enum By {
        /** While insight counts: more than retraining explains, and than a complexity costs. */
        COMPLEX_CHANGE,
        /** Likewise, of what costs no complexity. */
        CHANGE,
        /**
         * Playbook, "After exploration concludes": the best that is known is to be launched, so
         * that the better mean decides between what costs no complexity. Who takes it by luck loses
         * nothing; who asks for more than that, often leaves the better one.
         */
        BETTER_MEAN
    }

    /** Fewer reruns say too little of their variance. */
    static final int FEWEST_SEEDS = 3;

    /**
     * How often retraining alone may look like a difference: less than elsewhere, for the luck of
     * both searches comes on top.
     */
    private static final double SIGNIFICANCE = 0.02;

    /** Compares the means of the reruns, or single trainings where there are too few. */
    static Evidence of(
            ProjectConfig config, Contestant candidate, Contestant incumbent, By decides) {
        String metric = config.metric();
        Optional<Seeds> seeds =
                Seeds.between(incumbent.reruns().costs(), candidate.reruns().costs(), FEWEST_SEEDS);
        double gain =
                seeds.map(found -> found.means().get(0) - found.means().get(1))
                        .orElse(incumbent.value() - candidate.value());
        double margin =
                decides == By.COMPLEX_CHANGE
                        ? config.margin().orElseGet(() -> usualMargin(candidate, incumbent))
                        : 0;
        return new Evidence(
                new Effect(
                        candidate.label(),
                        candidate.measured(metric),
                        incumbent.measured(metric),
                        gain,
                        seeds.map(found -> found.chance(SIGNIFICANCE))
                                .orElse(Double.POSITIVE_INFINITY),
                        margin),
                seeds.map(Seeds::reruns).orElse(0),
                candidate.reruns().infeasible() == 0,
                decides,
                new Wording(metric, MetricLine.isRate(metric), true));
    }

    /**
     * Less than the choice of validation examples blurs, or than one training varies by, nobody
     * would notice in the one model that is launched.
     */
    private static double usualMargin(Contestant candidate, Contestant incumbent) {
        double deviation =
                incumbent.reruns().costs().size() > 1 ? incumbent.reruns().deviation() : 0;
        return Math.max(candidate.sampling().orElse(0), deviation);
    }

    /** What follows from it. */
    Decision decision() {
        double gain = effect.gain();
        if (seeds == 0) {
            return gain > 0 ? Decision.UNDECIDED : Decision.KEPT;
        }
        if (decides == By.BETTER_MEAN) {
            return gain > 0 && works ? Decision.ADOPTED : Decision.KEPT;
        }
        if (gain > effect.chance() && gain > effect.margin()) {
            return works ? Decision.ADOPTED : Decision.KEPT;
        }
        boolean tooSmall = gain + effect.chance() < Math.max(effect.margin(), 0);
        return gain <= 0 || tooSmall || gain > effect.chance() ? Decision.KEPT : Decision.UNDECIDED;
    }

    /** Whether there is a difference beyond noise and margin, in either direction. */
    boolean taught() {
        return seeds > 0 && Math.abs(effect.gain()) > Math.max(effect.chance(), effect.margin());
    }

    /** What was measured. */
    String seen() {
        return seeds == 0
                ? "By one training each%s, %s reaches %s and the incumbent %s."
                        .formatted(
                                asMuchTuning(),
                                effect.change(),
                                wording.value(effect.candidate().value()),
                                wording.value(effect.incumbent().value()))
                : "Over %s each%s, %s reaches %s (one training varies by %s) and the incumbent %s (%s): %s by %s, where retraining alone explains up to %s."
                        .formatted(
                                Numbers.count(seeds, "other seed"),
                                asMuchTuning(),
                                effect.change(),
                                wording.value(effect.candidate().mean()),
                                wording.difference(effect.candidate().standardDeviation()),
                                wording.value(effect.incumbent().mean()),
                                wording.difference(effect.incumbent().standardDeviation()),
                                effect.gain() >= 0 ? "better" : "worse",
                                wording.difference(Math.abs(effect.gain())),
                                wording.difference(effect.chance()));
    }

    /** Then neither side is the incumbent's file to the letter: its rate was tuned here too. */
    private String asMuchTuning() {
        return effect.ofOneStudy() ? ", after as much tuning of both" : "";
    }

    /** Why it is decided so. */
    String why() {
        String less =
                effect.margin() > 0
                        ? ", and a gain below %s is not worth more complexity"
                                .formatted(wording.difference(effect.margin()))
                        : "";
        return switch (decision()) {
            case ADOPTED ->
                    effect.gain() <= effect.chance()
                            ? "Adopted: better by %s in the mean. Retraining alone explains up to %s, so that it may be luck; but of what costs no complexity, the better mean is launched."
                                    .formatted(
                                            wording.difference(effect.gain()),
                                            wording.difference(effect.chance()))
                            : "Adopted: better by %s, more than retraining explains (%s)%s."
                                    .formatted(
                                            wording.difference(effect.gain()),
                                            wording.difference(effect.chance()),
                                            effect.margin() > 0
                                                    ? " and than its complexity costs (%s)"
                                                            .formatted(
                                                                    wording.difference(
                                                                            effect.margin()))
                                                    : "");
            case KEPT ->
                    !works
                            ? "The incumbent stays: some trainings of %s do not work with other seeds."
                                    .formatted(effect.change())
                            : effect.gain() <= 0
                                    ? "The incumbent stays: %s is no better."
                                            .formatted(effect.change())
                                    : "The incumbent stays: a gain of %s is too small to matter%s."
                                            .formatted(wording.difference(effect.gain()), less);
            case UNDECIDED ->
                    "Not decided, so the incumbent stays: the gain is %s, and %s%s."
                            .formatted(
                                    wording.difference(effect.gain()),
                                    seeds == 0
                                            ? "nobody knows what retraining explains"
                                            : "retraining alone explains up to "
                                                    + wording.difference(effect.chance()),
                                    less);
        };
    }
}
