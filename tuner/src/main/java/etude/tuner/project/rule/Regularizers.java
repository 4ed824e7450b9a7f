package etude.tuner.project.rule;

import etude.datasets.config.AugmentationConfig;
import etude.tuner.analysis.result.Wording;
import etude.tuner.project.Behaviour;
import etude.tuner.project.ProjectState;
import etude.tuner.text.MetricLine;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * What may help a model that does better on what it was trained on, one at a time (playbook,
 * "Examining the training curves").
 */
final class Regularizers {
    private static final String SECTION =
            "Examining the training curves; Determining whether to adopt a training pipeline change or hyperparameter configuration";

    /** Over a whole training, weight decay shrinks a weight by these natural logarithms. */
    private static final double LEAST_SHRINKAGE = 0.01;

    private static final double MOST_SHRINKAGE = 3;

    static final String NO_GAP =
            "Training and validation do not differ by more than noise, so there is nothing to regularize.";

    private static final String UNMEASURED =
            "No run of the incumbent shows whether there is anything to treat.";

    private static final String NO_JUMPS =
            "The metric does not jump from evaluation to evaluation late in training.";

    private Regularizers() {}

    static Question weightDecay() {
        return regularizer(
                "weight_decay",
                "optimizer.weight_decay",
                "weight decay",
                Regularizers::decayRange,
                Regularizers::decayRange,
                state -> alreadyIf(state.incumbent().config().optimizer().weightDecay() > 0));
    }

    /** So strong that a training of this length and rate feels it, and survives it. */
    private static String decayRange(ProjectState state) {
        OptionalLong steps = state.incumbent().steps();
        double per = state.incumbent().learningRate() * steps.orElse(1000);
        return Parameters.nuisance(
                "optimizer.weight_decay", LEAST_SHRINKAGE / per, MOST_SHRINKAGE / per, "log");
    }

    static Question dropout() {
        return regularizer(
                "dropout",
                "dropout",
                "dropout",
                state -> Parameters.nuisance("dropout", 0.05, 0.5, "linear"),
                state -> Parameters.nuisance("dropout", 0, 0.5, "linear"),
                state ->
                        state.incumbent().config().model().name().equals("resnet")
                                ? Optional.of("A resnet has no dropout.")
                                : alreadyIf(state.incumbent().config().dropout() > 0));
    }

    static Question labelSmoothing() {
        return regularizer(
                "label_smoothing",
                "label_smoothing",
                "label smoothing",
                state -> Parameters.nuisance("label_smoothing", 0.02, 0.2, "linear"),
                state -> Parameters.nuisance("label_smoothing", 0, 0.2, "linear"),
                state ->
                        MetricLine.isRate(state.config().metric())
                                ? alreadyIf(state.incumbent().config().labelSmoothing() > 0)
                                : Optional.of(
                                        "It changes the loss, which is what decides here, or the targets are no classes."));
    }

    static Question mixup() {
        return regularizer(
                "mixup",
                "dataset.augment",
                "mixup",
                state -> mixups(state, false),
                state -> mixups(state, true),
                state ->
                        Augmentation.obstacle(state)
                                .or(
                                        () ->
                                                alreadyIf(
                                                        state
                                                                .incumbent()
                                                                .config()
                                                                .dataset()
                                                                .augment()
                                                                .stream()
                                                                .anyMatch(
                                                                        AugmentationConfig.Mixup
                                                                                        .class
                                                                                ::isInstance))));
    }

    private static String mixups(ProjectState state, boolean orNone) {
        String before = Augmentation.names(state.incumbent().config().dataset().augment());
        String and = before.isEmpty() ? "" : before + ", ";
        return "{path: dataset.augment, role: nuisance, values: [%s[%s{name: mixup, alpha: 0.1}], [%s{name: mixup, alpha: 0.4}]]}"
                .formatted(orNone ? "[%s], ".formatted(before) : "", and, and);
    }

    private static Question regularizer(
            String step,
            String key,
            String thing,
            Function<ProjectState, String> strength,
            Function<ProjectState, String> further,
            Function<ProjectState, Optional<String>> obstacle) {
        return new Presence(
                step,
                "It is known whether %s helps".formatted(thing),
                SECTION,
                key,
                thing,
                strength,
                further,
                obstacle,
                Regularizers::gap,
                state -> true,
                NO_GAP);
    }

    /** The average of the weights, where evaluations jump for all that decay could do. */
    static Question polyakAverage() {
        return new Presence(
                "polyak_average",
                "It is known whether a Polyak average calms the late evaluations",
                "Examining the training curves",
                "polyak_decay",
                "a Polyak average",
                Regularizers::polyakRange,
                Regularizers::polyakRange,
                state -> alreadyIf(state.incumbent().config().polyakDecay().isPresent()),
                LateVariance::sign,
                state -> false,
                NO_JUMPS);
    }

    private static String polyakRange(ProjectState state) {
        return Parameters.nuisance("polyak_decay", 0.9, 0.999, "one_minus_log");
    }

    private static Optional<String> alreadyIf(boolean there) {
        return there ? Optional.of("The incumbent has it already.") : Optional.empty();
    }

    /**
     * Why nothing is to be treated where no sign was seen.
     *
     * @param seen of a run that was looked at
     */
    static String noSign(ProjectState state, String seen) {
        return state.behaviour().isPresent() ? seen : UNMEASURED;
    }

    /** What the incumbent reaches on both splits, where they differ. */
    static Optional<String> gap(ProjectState state) {
        return state.behaviour()
                .filter(Behaviour::generalizesWorse)
                .map(
                        found ->
                                "%s: %s at the best step is %s on training examples and %s on validation examples, where the choice of examples explains %s."
                                        .formatted(
                                                found.run(),
                                                state.config()
                                                        .metric()
                                                        .replaceFirst("^validation/", ""),
                                                value(state, found.train()),
                                                value(state, found.validation()),
                                                difference(state, found.noise())));
    }

    private static String value(ProjectState state, double value) {
        return MetricLine.value(state.config().metric(), value);
    }

    private static String difference(ProjectState state, double value) {
        return new Wording(
                        state.config().metric(), MetricLine.isRate(state.config().metric()), true)
                .difference(value);
    }
}
