package etude.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigProblemsTest {
    @Test
    void allProblemsAreReportedAtOnceInTheOrderOfTheFile() {
        String yaml =
                """
                name: broken
                dataset: {name: generated, examples: 1.5, augment: [random_crob, {name: cutout, size: 0}]}
                model:
                  name: tinny
                batch_size: abc
                optimizer:
                  name: adam
                  learning_rat: 0.1
                schedule: [1]
                dropout: 1.5
                seed:
                """;

        assertThat(Configs.problems(yaml, "optimizer.lr=3", "batch=1", "nonsense"))
                .containsExactly(
                        "run.yaml:1: missing key max_train_steps (Length of the decay, excluding warmup, as a duration.)",
                        "run.yaml:2: dataset.examples: expected a whole number of at least 2, found 1.5",
                        "run.yaml:2: dataset.augment[0].name: expected one of random_crop, horizontal_flip, cutout, mixup, random_resized_crop, color_jitter, random_erasing, rand_augment, cutmix, posterize, found \"random_crob\"; did you mean random_crop?",
                        "run.yaml:2: dataset.augment[1].size: expected a whole number of at least 1, found 0",
                        "run.yaml:4: model.name: expected one of tiny, found \"tinny\"; did you mean tiny?",
                        "run.yaml:5: batch_size: expected a whole number of at least 1, found \"abc\"",
                        "run.yaml:8: optimizer.learning_rat: unknown key; did you mean learning_rate?",
                        "run.yaml:9: schedule: expected a mapping with keys of warmup_steps, hold_steps, decay, end_factor, power, timescale, boundaries, factors, found a list",
                        "run.yaml:10: dropout: expected a number from 0 to 0.99, found 1.5",
                        "run.yaml:11: seed: expected a whole number, found null",
                        "--set nonsense: expected key=value, such as optimizer.learning_rate=0.1",
                        "--set batch: unknown key; valid keys: name, notes, seed, threads, kernels, dataset, model, initialize_from, batch_size, max_train_steps, precision, deterministic, loss, optimizer, schedule, dropout, gradient_accumulation, gradient_clipping, label_smoothing, polyak_decay, evaluation, checkpoints, logging, distributed",
                        "--set optimizer.lr: unknown key; valid keys: name, learning_rate, beta1, beta2, epsilon, weight_decay, weight_decay_kind, groups");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "seed='1'|expected a whole number, found \"1\"",
                "seed=99999999999999999999|expected a whole number, found 99999999999999999999",
                "batch_size=3000000000|expected a whole number of at least 1, found 3000000000",
                "batch_size=1e2|expected a whole number of at least 1, found 1e2",
                "dropout='0.1'|expected a number from 0 to 0.99, found \"0.1\"",
                "dropout=.nan|expected a number from 0 to 0.99",
                "notes=5|expected text (in quotes, if it looks like something else), found 5",
                "threads=0|must be auto or at least 1, found 0",
                "threads=many|expected auto or a whole number of at least 1, found \"many\"",
                "kernels=amd|expected auto, amd_avx512, amd_avx2, intel_avx512, intel_avx2 or other, found \"amd\"",
                "max_train_steps=5%|must be at least 1 step and not a percentage of itself",
                "max_train_steps=0|must be at least 1 step and not a percentage of itself",
                "max_train_steps=2.5|must be a whole number of steps, found 2.5",
                "max_train_steps=-1 epochs|must be a duration of at least 0, found -1.0",
                "max_train_steps=5 weeks|expected a number of steps, or text such as \"10 epochs\"",
                "schedule.decay=cosin|expected constant, linear, cosine, polynomial, exponential, inverse_sqrt or piecewise, found \"cosin\"",
                "gradient_accumulation=5|must divide batch_size 128 into equal passes, found 5",
                "polyak_decay=1|expected a number from 0 to 0.9999999, found 1",
                "precision=float16|expected float32, tfloat32 or bfloat16, found \"float16\"",
                "name=a/b|must be the name of a folder, without slashes or a leading dot",
                "model.hidden=[3, 0]|expected a whole number of at least 1, found 0",
                "model.hidden=3|expected a list such as [a, b], found 3",
                "model.normalization=5|expected a mapping with keys of name, virtual_batch_size, found 5",
                "gradient_clipping=1|expected a mapping with keys of norm, found 1",
                "'dataset={name: csv, path: a.csv, target: y, columns: {x: {impute: mean, fill_value: 3}}}'|fill_value: expected impute: constant beside it, found impute: mean; set that, or remove fill_value",
                "'dataset={name: csv, path: a.csv, target: y, columns: {x: {impute: constant}}}'|impute: constant needs a fill_value beside it",
                "'dataset={name: csv, path: a.csv, target: y, columns: {x: {type: category, impute: mean}}}'|impute: expected constant or indicator, as categories have no mean or median",
                "'dataset={name: csv, path: a.csv, target: y, columns: {x: {date_order: day_first}}}'|date_order: expected type: date beside it, found none; set that, or remove date_order",
                "'dataset={name: csv, path: a.csv, target: y, stratify: true, group: person}'|stratify: expected false, as groups are held out whole (group: person), found true; remove one of them",
                "'dataset={name: csv, path: a.csv, target: y, task: regression, stratify: true}'|stratify: expected false, as the target is a number and no class (task: regression), found true",
                "'dataset={name: csv, path: a.csv, target: y, group: y}'|group: expected another column than the target, found y",
                "'dataset={name: image_folder, path: a, group: patient}'|group: expected a regular expression with a part in parentheses",
                "'dataset={name: image_folder, path: a, labels_path: a.csv, stratify: true}'|stratify: expected false, as an example has several labels or none and no class",
                "'dataset={name: image_folder, path: a, separator: \"+\"}'|separator: expected labels_path beside it, a table of labels; remove it",
                "'dataset={name: image_folder, path: a, crop_from_file: true}'|crop_from_file: expected decode: training beside it, which keeps the files, found decode: ahead",
                "'dataset={name: image_folder, path: a, height: 2, width: 2, decode: training, crop_from_file: true, training_size: 4}'|crop_from_file: expected without training_size",
                "'dataset={name: generated, augment: [{name: random_erasing, scale_min: 0.5}]}'|scale_min: expected at most scale_max 0.33, found 0.5",
                "'dataset={name: generated, augment: [{name: random_erasing, scale_max: 2}]}'|scale_max: expected a number from 0.001 to 1, found 2",
                "seed=[1|not valid YAML: expected ',' or ']'",
            })
    void wrongValuesAreProblems(String override, String problem) {
        String key = override.substring(0, override.indexOf('='));

        assertThat(Configs.problems(Configs.MINIMAL, override))
                .singleElement()
                .asString()
                .startsWith("--set " + key)
                .contains(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|run.yaml:1: expected YAML, found nothing",
                "'# only a comment'|run.yaml:1: expected YAML, found nothing",
                "[1, 2]|run.yaml:1: expected keys and values, such as batch_size: 128, found a list",
                "hello|run.yaml:1: expected keys and values, such as batch_size: 128, found \"hello\"",
                "{a: [1|run.yaml:1: not valid YAML: expected ',' or ']', but got <stream end>",
            })
    void textThatIsNoConfigIsOneProblem(String yaml, String problem) {
        assertThat(Configs.problems(yaml)).containsExactly(problem);
    }

    @Test
    void structureThatWouldLoseKeysIsAProblem() {
        assertThat(Configs.problems(Configs.MINIMAL + "batch_size: 64\n"))
                .containsExactly("run.yaml:7: batch_size: key given twice, first at run.yaml:4");
        assertThat(Configs.problems(Configs.MINIMAL + "---\nname: second\n"))
                .containsExactly("run.yaml:7: expected one YAML document, found a second one");
        assertThat(Configs.problems(Configs.MINIMAL + "seed: &one 1\nnotes: *one\n"))
                .singleElement()
                .asString()
                .startsWith("run.yaml:8: notes: YAML aliases are not supported");
    }

    @Test
    void brokenYamlNamesItsLine() {
        assertThat(Configs.problems(Configs.MINIMAL + "schedule: {decay: cosine\nlogging: {}\n"))
                .singleElement()
                .asString()
                .startsWith("run.yaml:8: not valid YAML: ");
    }
}
