package etude.datasets.config;

import java.util.List;
import java.util.Optional;

/** The {@code dataset} part of a training config. */
public record DatasetConfig(
        @Inline SourceConfig source,
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
                                "A separate file or folder to test on, where the format has no official test split.",
                        defaultsTo = "null")
                Optional<String> testPath,
        @Setting(
                        value =
                                "Decides, alone, which examples are held out and which fixed samples are evaluated.",
                        defaultsTo = "0")
                long splitSeed,
        @Setting(
                        value = "Augmentation of training images: names or mappings, in order.",
                        defaultsTo = "[]")
                List<AugmentationConfig> augment) {
    public DatasetConfig {
        augment = List.copyOf(augment);
        validationPath.ifPresent(path -> PathText.require("validation_path", path));
        testPath.ifPresent(path -> PathText.require("test_path", path));
        boolean mayHaveItsOwn = source instanceof SourceConfig.ImageFolder; // beside train/
        if (validationFraction == 0 && validationPath.isEmpty() && !mayHaveItsOwn) {
            throw new IllegalArgumentException(
                    "validation_fraction: 0 leaves nothing to validate on; set it above 0, or set validation_path");
        }
    }
}
