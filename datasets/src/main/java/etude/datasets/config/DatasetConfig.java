package etude.datasets.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The {@code dataset} part of a training config. */
public record DatasetConfig(
        @Inline SourceConfig source,
        @Setting(
                        value =
                                "How many examples to use: the first so many of an order that split_seed shuffles (of a text, its first so many windows); null for all. Of generated ones, how many are drawn: 10000, if nothing else is said. Validation and test sets of their own stay whole.",
                        defaultsTo = "null",
                        min = 2)
                Optional<Integer> examples,
        @Setting(
                        value =
                                "Share of the training examples held out for validation, where no validation set stands beside them.",
                        defaultsTo = "0.1",
                        min = 0,
                        max = 0.9)
                double validationFraction,
        @Setting(
                        value =
                                "A separate file or folder to validate on, in the same format; then nothing is held out.",
                        defaultsTo = "null")
                Optional<String> validationPath,
        @Setting(
                        value =
                                "Share of the examples held out for testing, which neither train nor validate; where a test set stands beside them nothing is held out.",
                        defaultsTo = "0.0",
                        min = 0,
                        max = 0.9)
                double testFraction,
        @Setting(
                        value =
                                "A separate file or folder to test on, where the format has no official test split.",
                        defaultsTo = "null")
                Optional<String> testPath,
        @Setting(
                        value =
                                "Train on the validation examples too, once nothing is to be chosen by them any more: they are still evaluated, and that says nothing about other examples.",
                        defaultsTo = "false")
                boolean foldInValidation,
        @Setting(
                        value =
                                "Decides, alone, which examples are used, held out and drawn as fixed samples.",
                        defaultsTo = "0")
                long splitSeed,
        @Setting(
                        value =
                                "Held-out splits have the classes in the proportions of the whole: each class has its share of every split, rounded up or down.",
                        defaultsTo = "false")
                boolean stratify,
        @Setting(
                        value =
                                "What belongs together and stands in one of the splits that are held out: of a table the rows with the same value in this column; of image folders the files in whose path this regular expression finds the same text for its first (group).",
                        defaultsTo = "null")
                Optional<String> group,
        @Setting(
                        value = "Augmentation of training images: names or mappings, in order.",
                        defaultsTo = "[]")
                List<AugmentationConfig> augment) {
    /** Splits that are held out without regard to classes. */
    public DatasetConfig(
            SourceConfig source,
            Optional<Integer> examples,
            double validationFraction,
            Optional<String> validationPath,
            double testFraction,
            Optional<String> testPath,
            boolean foldInValidation,
            long splitSeed,
            List<AugmentationConfig> augment) {
        this(
                source,
                examples,
                validationFraction,
                validationPath,
                testFraction,
                testPath,
                foldInValidation,
                splitSeed,
                false,
                Optional.empty(),
                augment);
    }

    public DatasetConfig {
        augment = List.copyOf(augment);
        validationPath.ifPresent(path -> PathText.require("validation_path", path));
        testPath.ifPresent(path -> PathText.require("test_path", path));
        if (source instanceof SourceConfig.Generated) {
            examples = Optional.of(examples.orElse(SourceConfig.Generated.USUAL_EXAMPLES));
        }
        boolean numbers =
                source instanceof SourceConfig.Csv csv
                        && csv.task() == SourceConfig.Task.REGRESSION;
        boolean labels =
                (source instanceof SourceConfig.Csv csv && csv.hasLabels())
                        || (source instanceof SourceConfig.ImageFolder folder
                                && folder.labelsPath().isPresent());
        if (stratify && (numbers || labels || group.isPresent())) {
            throw new IllegalArgumentException(
                    "stratify: expected false, as %s, found true; remove one of them"
                            .formatted(
                                    numbers || labels
                                            ? labels
                                                    ? "an example has several labels or none and no class"
                                                    : "the target is a number and no class (task: regression)"
                                            : "groups are held out whole (group: %s)"
                                                    .formatted(group.orElseThrow())));
        }
        if (group.isPresent()) {
            requireGroup(group.get(), source);
        }
        if (testFraction > 0 && testPath.isPresent()) {
            throw new IllegalArgumentException(
                    "test_fraction: expected 0, as test_path names the test set, found %s; remove one of them"
                            .formatted(testFraction));
        }
        if (validationPath.isEmpty() && validationFraction + testFraction >= 1) {
            throw new IllegalArgumentException(
                    "test_fraction: expected a share that leaves examples to train on beside validation_fraction %s, found %s; lower one of them"
                            .formatted(validationFraction, testFraction));
        }
        boolean mayHaveItsOwn = source instanceof SourceConfig.ImageFolder; // beside train/
        if (validationFraction == 0 && validationPath.isEmpty() && !mayHaveItsOwn) {
            throw new IllegalArgumentException(
                    "validation_fraction: 0 leaves nothing to validate on; set it above 0, or set validation_path");
        }
    }

    private static void requireGroup(String group, SourceConfig source) {
        if (source instanceof SourceConfig.Csv csv) {
            if (csv.targets().contains(group)) {
                throw new IllegalArgumentException(
                        "group: expected another column than the target, found " + group);
            }
            return;
        }
        if (!(source instanceof SourceConfig.ImageFolder)) {
            throw new IllegalArgumentException(
                    "group: expected name: csv or image_folder, whose examples can belong together; remove it");
        }
        try {
            if (Pattern.compile(group).matcher("").groupCount() < 1) {
                throw new IllegalArgumentException(
                        "group: expected a regular expression with a part in parentheses, such as (patient[0-9]+), found "
                                + group);
            }
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "group: expected a regular expression, found %s (%s)"
                            .formatted(group, e.getDescription()),
                    e);
        }
    }
}
