package etude.tuner.analysis.verdict;

import etude.tuner.analysis.result.Curve;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.verdict.Answer.Attention;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.analysis.verdict.Answer.NotKnown;
import etude.tuner.analysis.verdict.Answer.Problem;
import etude.tuner.text.Numbers;
import etude.tuner.text.Shell;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/**
 * One answer to the playbook's questions on length: are the trials still improving at the end, has
 * training saturated long before it ("Examining the training curves"), where do the best steps fall
 * ("Deciding how long to train when training is not compute-bound"), and is training compute-bound
 * ("Determining the number of steps for each training run")?
 */
final class TrainingLength {
    /** Fewer evaluations do not tell a quarter of training from the rest. */
    private static final int FEWEST = 8;

    /** A schedule that leaves less of the base rate makes the last steps the best by design. */
    private static final double DECAYED = 0.1;

    /** Below this share of a constant prediction's loss the training set counts as fitted. */
    private static final double FITTED = 0.01;

    private static final double LONGER = 1.5;

    /** How many times as long the runs are that tell whether more steps help. */
    private static final int LONGER_RUNS = 2;

    private TrainingLength() {}

    static Answer answer(Basis basis) {
        List<FeasibleTrial> top =
                basis.top().stream().filter(trial -> trial.costs().size() >= FEWEST).toList();
        if (top.isEmpty()) {
            return new NotKnown(
                    "It needs %d evaluations, which %s %s not."
                            .formatted(
                                    FEWEST,
                                    basis.name(basis.leaders()),
                                    basis.leaders().size() == 1 ? "has" : "have"),
                    "Evaluate more often (evaluation.every).");
        }
        if (!basis.learned()) {
            return basis.nothingLearned();
        }
        Progress latest =
                top.stream()
                        .map(trial -> Progress.of(basis, trial))
                        .max(Comparator.comparingDouble(Progress::saturation))
                        .orElseThrow();
        if (!Overfitting.overfitting(basis, basis.leaders()).isEmpty()) {
            return new NotKnown(
                    "It cannot be told while the %s overfits: %s"
                            .formatted(basis.bestName(1), sentence(basis, latest)),
                    "Regularize first; the best step moves later then.");
        }
        return judge(basis, top, latest);
    }

    private static Answer judge(Basis basis, List<FeasibleTrial> top, Progress latest) {
        VerdictThresholds thresholds = basis.thresholds();
        if (latest.metricSaturation() <= thresholds.earlyBestStep()
                && alwaysEarly(basis, thresholds)) {
            return new Problem(
                    "Far too long: " + sentence(basis, latest),
                    lower(latest.metricSaturation(), latest));
        }
        if (latest.saturation() <= thresholds.saturatedBy()) {
            return new Attention(
                    "Longer than needed: " + sentence(basis, latest),
                    lower(latest.saturation(), latest));
        }
        long improving = top.stream().filter(trial -> Progress.of(basis, trial).improves()).count();
        if (improving == 0) {
            return new Good(
                    "Long enough: %s Compute-bound: no, the last %s of training gained nothing beyond that."
                            .formatted(
                                    sentence(basis, latest),
                                    Numbers.percent(thresholds.lateShare())));
        }
        return improving >= thresholds.consistentShare() * top.size()
                ? late(basis, top, improving)
                : new NotKnown(
                        "Only %d of the %s still improved in the last %s of training: %s"
                                .formatted(
                                        improving,
                                        basis.bestName(top.size()),
                                        Numbers.percent(thresholds.lateShare()),
                                        sentence(basis, latest)),
                        compareLengths(basis, top.get(0)));
    }

    private static Remedy compareLengths(Basis basis, FeasibleTrial trial) {
        return longer(
                basis,
                trial,
                "Train %s again with max_train_steps %d and compare."
                        .formatted(basis.name(trial), LONGER_RUNS * trial.trial().maxTrainSteps()));
    }

    /** The best trials of a study in longer runs; of a run, what a sweep of rates says. */
    private static Remedy longer(Basis basis, FeasibleTrial trial, String text) {
        long steps = LONGER_RUNS * trial.trial().maxTrainSteps();
        if (basis.singleRun()) {
            return new Remedy(
                    text,
                    trial.trial()
                            .config()
                            .map(
                                    config ->
                                            "etude tune steps %s --at-most %d"
                                                    .formatted(
                                                            Shell.word(config.toString()), steps)),
                    OptionalInt.empty());
        }
        int best = Math.min(basis.thresholds().bestTrials(), basis.results().feasible().size());
        return Remedy.of(
                text,
                "%s --steps %d --best %d"
                        .formatted(basis.command("etude tune longer"), steps, best),
                LONGER_RUNS * best);
    }

    /** Of all feasible trials, not only the best. */
    private static boolean alwaysEarly(Basis basis, VerdictThresholds thresholds) {
        List<FeasibleTrial> all = basis.results().feasible();
        long early =
                all.stream()
                        .filter(
                                trial ->
                                        Progress.of(basis, trial).metricSaturation()
                                                <= thresholds.earlyBestStep())
                        .count();
        return early >= thresholds.alwaysShare() * all.size();
    }

    private static String lower(double share, Progress latest) {
        return "Lower max_train_steps to about %d%s, and spend the time on more trials."
                .formatted(
                        Math.max(1, Math.round(LONGER * share * latest.trial().totalSteps())),
                        latest.trial().trial().decay().orElse(0) < 1
                                ? ", tune the learning rate decay for that"
                                : "");
    }

    /** The end of training is the best: by design of the schedule, or for want of steps. */
    private static Answer late(Basis basis, List<FeasibleTrial> top, long improving) {
        FeasibleTrial best =
                top.stream()
                        .filter(trial -> Progress.of(basis, trial).improves())
                        .findFirst()
                        .orElseThrow();
        Progress progress = Progress.of(basis, best);
        String sentence =
                "in the last %s of training %s still went from %s to %s in %s%s."
                        .formatted(
                                Numbers.percent(basis.thresholds().lateShare()),
                                basis.wording().metric(),
                                basis.wording().value(progress.before()),
                                basis.wording().value(best.cost()),
                                basis.name(best),
                                top.size() == 1
                                        ? ""
                                        : ", and improved beyond noise in %s of the %s"
                                                .formatted(
                                                        improving == top.size()
                                                                ? "each"
                                                                : improving,
                                                        basis.bestName(top.size())));
        boolean byDesign = best.trial().decay().orElse(1) <= DECAYED;
        if (byDesign && Chance.isFitted(basis, best, FITTED)) {
            return new Good(
                    "Long enough: the training set is fitted (%s %s), and the decay of the learning rate makes the last steps the best: %s"
                            .formatted(
                                    StudyResults.TRAIN_LOSS,
                                    Numbers.text(progress.trainingEnd()),
                                    sentence));
        }
        if (byDesign) {
            return new NotKnown(
                    "The decay of the learning rate makes the last steps the best whatever the length: %s Only a comparison of lengths tells whether training is compute-bound."
                            .formatted(sentence),
                    compareLengths(basis, best));
        }
        return progress.trainingFalls()
                ? new Attention(
                        "Too short: %s Compute-bound: yes, as far as this length shows, for %s falls as well."
                                .formatted(sentence, StudyResults.TRAIN_LOSS),
                        longer(
                                basis,
                                best,
                                raise(best)
                                        + "; where that takes too long, tune in short runs and train the best settings for as long as you can afford."))
                : new Attention(
                        "Too short: %s".formatted(sentence),
                        longer(basis, best, raise(best) + "."));
    }

    /** Without a decay there is none to tune; an older run does not tell. */
    private static String raise(FeasibleTrial best) {
        return best.trial().decay().orElse(0) < 1
                ? "Raise max_train_steps, and tune the learning rate decay again for the longer run"
                : "Raise max_train_steps";
    }

    private static String sentence(Basis basis, Progress latest) {
        Curve training = latest.trial().curve(StudyResults.TRAIN_LOSS);
        long steps = latest.trial().totalSteps();
        return "%s %s improved by more than %s and its noise until step %d%s of %d."
                .formatted(
                        basis.top().size() == 1
                                ? "in " + basis.name(latest.trial())
                                : "of the %s, %s gained last:"
                                        .formatted(
                                                basis.bestName(basis.top().size()),
                                                basis.name(latest.trial())),
                        basis.wording().metric(),
                        Numbers.percent(basis.thresholds().improvement()),
                        Math.round(latest.metricSaturation() * steps),
                        training.size() == 0
                                ? ""
                                : ", and %s until step %d,"
                                        .formatted(
                                                StudyResults.TRAIN_LOSS,
                                                Math.round(latest.trainingSaturation() * steps)),
                        steps);
    }
}
