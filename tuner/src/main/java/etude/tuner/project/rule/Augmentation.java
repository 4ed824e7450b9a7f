package etude.tuner.project.rule;

import etude.datasets.config.AugmentationConfig;
import etude.datasets.config.Named;
import etude.datasets.config.SourceConfig;
import etude.tuner.project.ProjectState;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Random changes of training images, which are compared as they are: they have no one strength. */
record Augmentation() implements Question {
    /** The one of the catalogue that has no images, and no test split either. */
    static final String TEXTS = "tinyshakespeare";

    private static final String KEY = "dataset.augment";

    @Override
    public String step() {
        return "augmentation";
    }

    @Override
    public String title() {
        return "It is known whether augmentation helps";
    }

    @Override
    public String section() {
        return "Examining the training curves";
    }

    @Override
    public Optional<String> pointless(ProjectState state) {
        if (state.config().keeps(KEY)) {
            return Optional.of("project.yaml keeps %s.".formatted(KEY));
        }
        if (!state.incumbent().config().dataset().augment().isEmpty()) {
            return Optional.of("The incumbent has it already.");
        }
        return obstacle(state)
                .or(
                        () ->
                                Regularizers.gap(state).isPresent()
                                        ? Optional.empty()
                                        : Optional.of(
                                                Regularizers.noSign(state, Regularizers.NO_GAP)));
    }

    /** Only images can be cropped, flipped and blended. */
    static Optional<String> obstacle(ProjectState state) {
        SourceConfig source = state.incumbent().config().dataset().source();
        boolean images =
                !(source instanceof SourceConfig.Csv
                        || source instanceof SourceConfig.Text
                        || (source instanceof SourceConfig.Catalogue catalogue
                                && catalogue.dataset().equals(TEXTS)));
        return images ? Optional.empty() : Optional.of("The data are no images.");
    }

    /** As a config writes them, without brackets. */
    static String names(List<AugmentationConfig> augment) {
        return augment.stream().map(Augmentation::text).collect(Collectors.joining(", "));
    }

    private static String text(AugmentationConfig one) {
        String name = one.getClass().getAnnotation(Named.class).value();
        RecordComponent[] keys = one.getClass().getRecordComponents();
        return keys.length == 0
                ? name
                : Arrays.stream(keys)
                        .map(key -> key(key.getName()) + ": " + value(key, one))
                        .collect(Collectors.joining(", ", "{name: " + name + ", ", "}"));
    }

    private static String key(String component) {
        return component.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private static String value(RecordComponent key, AugmentationConfig one) {
        try {
            return String.valueOf(key.getAccessor().invoke(one)).toLowerCase(Locale.ROOT);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a public record hides " + key, e);
        }
    }

    @Override
    public String why(ProjectState state) {
        return Regularizers.gap(state).orElse("");
    }

    @Override
    public boolean isPressing(ProjectState state) {
        return true; // a gap that is beyond noise
    }

    @Override
    public Design design(ProjectState state) {
        return Design.of(
                "Do small shifts, or shifts and flips, of the training images help, the learning rate tuned?",
                3,
                Design.OF_ONE,
                List.of(
                        Parameters.scientific(
                                KEY,
                                "[[], [{name: random_crop, padding: 2}], [{name: random_crop, padding: 4}, horizontal_flip]]"),
                        Parameters.rate(state, 4, 4)));
    }
}
