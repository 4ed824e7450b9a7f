package etude.trainer.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What settings need around them to make sense: by their path, or by that and one value. */
final class SettingNeeds {
    private SettingNeeds() {}

    /**
     * @param data folder with images, a table and a text
     */
    static Map<String, List<String>> of(Path data) {
        String text =
                "dataset={name: text, path: '%s', context_length: 8}"
                        .formatted(data.resolve("text.txt"));
        return Map.ofEntries(
                Map.entry("optimizer.name", List.of("optimizer.learning_rate=0.001")),
                Map.entry(
                        "dataset.name=image_folder",
                        List.of("dataset.path=" + data.resolve("images"))),
                Map.entry(
                        "dataset.name=csv",
                        List.of("dataset.path=" + data.resolve("table.csv"), "dataset.target=y")),
                Map.entry(
                        "dataset.name=text",
                        List.of(
                                "dataset.path=" + data.resolve("text.txt"),
                                "dataset.context_length=8",
                                "model={name: gpt, layers: 1, width: 8, heads: 2}")),
                Map.entry(
                        "loss.name=binary_cross_entropy",
                        List.of(
                                "dataset={name: csv, path: %s, labels: [y]}"
                                        .formatted(data.resolve("table.csv")))),
                Map.entry(
                        "loss.name=squared_error",
                        List.of(
                                "dataset={name: csv, path: %s, target: y, task: regression}"
                                        .formatted(data.resolve("table.csv")))),
                Map.entry("dataset.resize=true", size(8)),
                Map.entry("dataset.shorter_edge=1", size(1)),
                Map.entry(
                        "dataset.training_size=1",
                        List.of(
                                "dataset.height=1",
                                "dataset.width=1",
                                "dataset.resize=true",
                                "dataset.augment=[random_resized_crop]")),
                Map.entry(
                        "dataset.crop_from_file=true",
                        List.of(
                                "dataset.decode=training",
                                "dataset.augment=[random_resized_crop]")),
                Map.entry("dataset.standardize_target=true", List.of("dataset.task=regression")),
                Map.entry("dataset.vocabulary=byte_pair", List.of("dataset.vocabulary_size=260")),
                Map.entry("dataset.vocabulary_size", List.of("dataset.vocabulary=byte_pair")),
                Map.entry("dataset.test_fraction", List.of("dataset.validation_fraction=0.05")),
                Map.entry("model.name=mlp", List.of("model.hidden=[8]")),
                Map.entry("model.name=resnet", List.of("model.depth=8")),
                Map.entry("model.name=wide_resnet", List.of("model.depth=10", "model.width=1")),
                Map.entry(
                        "model.name=vit",
                        List.of(
                                "model.layers=1",
                                "model.width=8",
                                "model.heads=2",
                                "model.patch_size=4")),
                Map.entry(
                        "model.name=gpt",
                        List.of(text, "model.layers=1", "model.width=8", "model.heads=2")),
                Map.entry(
                        "model.normalization.name=ghost_batch_norm",
                        List.of("model.normalization.virtual_batch_size=4")),
                Map.entry(
                        "model.normalization.name=group_norm",
                        List.of("model.normalization.groups=4")),
                Map.entry("schedule.decay=exponential", List.of("schedule.end_factor=0.1")),
                Map.entry(
                        "schedule.decay=piecewise",
                        List.of("schedule.boundaries=[1]", "schedule.factors=[0.1]")),
                Map.entry("schedule.power", List.of("schedule.decay=polynomial")),
                Map.entry(
                        "schedule.factors",
                        List.of("schedule.decay=piecewise", "schedule.boundaries=[1]")),
                Map.entry("model.variant=imagenet", List.of("model.depth=18")));
    }

    private static List<String> size(int edge) {
        return List.of("dataset.height=" + edge, "dataset.width=" + edge);
    }
}
