package etude.tuner.analysis.verdict;

import etude.datasets.config.Setting;
import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigText;
import etude.trainer.config.bind.Binder;
import etude.trainer.config.bind.ConfigNode.Mapping;
import etude.trainer.config.bind.ConfigTypes;
import etude.trainer.config.bind.Place;
import etude.trainer.config.bind.Problems;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The numbers by which verdicts fall, each with its default; docs/verdicts.md has the rules. */
public record VerdictThresholds(
        @Setting(
                        value =
                                "Far worse: a trial that learned less than this share of what the best one did.",
                        defaultsTo = "0.5",
                        min = 0)
                double farWorse,
        @Setting(
                        value = "How many of the best trials of each arm are examined and marked.",
                        defaultsTo = "3",
                        min = 0)
                int bestTrials,
        @Setting(
                        value =
                                "Overlap: this share of the validation examples in the training set is a problem; any asks for attention.",
                        defaultsTo = "0.05",
                        min = 0)
                double overlap,
        @Setting(
                        value =
                                "Much better than chance: this share of the way from chance to perfection.",
                        defaultsTo = "0.2",
                        min = 0)
                double chanceSkill,
        @Setting(
                        value =
                                "Much better than chance: or this many times the accuracy of chance.",
                        defaultsTo = "10",
                        min = 0)
                double chanceFactor,
        @Setting(
                        value = "Search space: a range of fewer whole numbers has no edge.",
                        defaultsTo = "20",
                        min = 0)
                int edgeWholeNumbers,
        @Setting(
                        value =
                                "Importance: feasible trials that it needs for each hyperparameter.",
                        defaultsTo = "10",
                        min = 0)
                int trialsPerDimension,
        @Setting(
                        value =
                                "Enough points: objectives within this relative distance of each other are as good for practice, where noise is smaller.",
                        defaultsTo = "0.17",
                        min = 0)
                double goodRegion,
        @Setting(
                        value = "Enough points: so many good trials must have been found.",
                        defaultsTo = "3",
                        min = 0)
                int goodTrials,
        @Setting(
                        value = "Infeasible trials: share of an arm that asks for attention.",
                        defaultsTo = "0.2",
                        min = 0)
                double infeasibleAttention,
        @Setting(
                        value = "Infeasible trials: share of an arm that is a problem.",
                        defaultsTo = "0.5",
                        min = 0)
                double infeasibleProblem,
        @Setting(
                        value =
                                "Instability: learning rates above the best, up to this factor, are looked at.",
                        defaultsTo = "10",
                        min = 0)
                double unstableWithin,
        @Setting(value = "Instability: so many trials must lie there.", defaultsTo = "3", min = 0)
                int unstableTrials,
        @Setting(
                        value = "Instability: share of them that diverged or whose loss rose.",
                        defaultsTo = "0.5",
                        min = 0)
                double unstableShare,
        @Setting(
                        value =
                                "Training loss: a rise of this share of its whole fall, where noise does not explain it.",
                        defaultsTo = "0.1",
                        min = 0)
                double lossRise,
        @Setting(value = "Early instability: the first so many steps.", defaultsTo = "500", min = 0)
                int earlySteps,
        @Setting(
                        value =
                                "Early instability: the loss of these steps reaches this many times its start.",
                        defaultsTo = "1.5",
                        min = 0)
                double earlyRise,
        @Setting(
                        value =
                                "Overfitting: relative rise of the validation metric from its best to the end that matters, where noise does not explain it.",
                        defaultsTo = "0.05",
                        min = 0)
                double overfitting,
        @Setting(
                        value =
                                "Overconfidence: relative rise of the validation loss from its best to the end.",
                        defaultsTo = "0.2",
                        min = 0)
                double overconfidence,
        @Setting(
                        value =
                                "Late training: this last share of the steps, for its variance and for what still improves.",
                        defaultsTo = "0.25",
                        min = 0)
                double lateShare,
        @Setting(
                        value =
                                "Late variance of an error rate: standard deviation from evaluation to evaluation, in sampling errors of the validation set, that asks for attention; twice as much is a problem.",
                        defaultsTo = "2",
                        min = 0)
                double lateVarianceErrors,
        @Setting(
                        value =
                                "Late variance of other metrics: standard deviation from evaluation to evaluation, relative to the level, that asks for attention.",
                        defaultsTo = "0.05",
                        min = 0)
                double lateVarianceAttention,
        @Setting(
                        value =
                                "Late variance of other metrics: the standard deviation that is a problem.",
                        defaultsTo = "0.1",
                        min = 0)
                double lateVarianceProblem,
        @Setting(
                        value =
                                "Length: relative improvement that counts, where noise does not explain it; less is saturation.",
                        defaultsTo = "0.01",
                        min = 0)
                double improvement,
        @Setting(
                        value = "Length: long before the end means before this share of training.",
                        defaultsTo = "0.5",
                        min = 0)
                double saturatedBy,
        @Setting(
                        value =
                                "Length: with the last improvement in this first share of training max_train_steps is far too high.",
                        defaultsTo = "0.1",
                        min = 0)
                double earlyBestStep,
        @Setting(
                        value = "Length: early in this share of all trials means always.",
                        defaultsTo = "0.9",
                        min = 0)
                double alwaysShare,
        @Setting(
                        value =
                                "Length: improving late in this share of the best trials means consistently.",
                        defaultsTo = "0.75",
                        min = 0)
                double consistentShare,
        @Setting(
                        value =
                                "Periodic metric: correlation of each half of training with what the other predicts for it.",
                        defaultsTo = "0.7",
                        min = 0)
                double periodicity,
        @Setting(
                        value = "Periodic metric: so many evaluations are needed.",
                        defaultsTo = "40",
                        min = 0)
                int periodicEvaluations,
        @Setting(
                        value =
                                "Input pipeline: share of the time spent waiting for data that asks for attention.",
                        defaultsTo = "0.1",
                        min = 0)
                double dataWaitAttention,
        @Setting(
                        value = "Input pipeline: the share of the time that is a problem.",
                        defaultsTo = "0.3",
                        min = 0)
                double dataWaitProblem,
        @Setting(
                        value =
                                "Clipping: more than this share of the updates is extremely aggressive.",
                        defaultsTo = "0.5",
                        min = 0)
                double clipped,
        @Setting(
                        value =
                                "Conclusion: reruns with other seeds of each of the two best configurations that replace the spread of trials.",
                        defaultsTo = "3",
                        min = 0)
                int reruns,
        @Setting(
                        value =
                                "Tests: in this share of faultless studies chance alone may raise one question's alarm.",
                        defaultsTo = "0.05",
                        min = 0)
                double significance) {
    /** The documented defaults. */
    public static VerdictThresholds defaults() {
        return bind(new Mapping(new Place("defaults"), Map.of()), new Problems());
    }

    /**
     * Reads a YAML file that names those which are to differ from their defaults.
     *
     * @throws ConfigException with everything that is wrong with it
     */
    public static VerdictThresholds read(Path file) {
        Problems problems = new Problems();
        Optional<Mapping> written =
                ConfigText.root(ConfigText.read(file), file.toString(), problems);
        return bind(written.orElse(new Mapping(new Place(file.toString()), Map.of())), problems);
    }

    private static VerdictThresholds bind(Mapping written, Problems problems) {
        Optional<VerdictThresholds> bound =
                new Binder(new ConfigTypes(Map.of(), Map.of()), problems)
                        .bind(written, VerdictThresholds.class);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems.sentences());
        }
        return bound.orElseThrow();
    }
}
