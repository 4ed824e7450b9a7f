package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody types who has not read much: each mistake is a sentence that says what to do. */
final class NewcomerTest {
    private static final String CONFIG =
            """
            name: first
            dataset: {name: generated, examples: 60, image_size: 8}
            model: {name: mlp, hidden: [4]}
            batch_size: 8
            max_train_steps: 2
            optimizer: {name: sgd, learning_rate: 0.1}
            """;

    @TempDir private Path folder;

    private CommandResult etude(String... arguments) {
        return EtudeCommand.run(folder, arguments);
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static String rows(int count) {
        StringBuilder text = new StringBuilder("age,since,note,churned\n");
        for (int i = 0; i < count; i++) {
            text.append(
                    "%s,2020-01-%02d,%s,%s\n"
                            .formatted(
                                    i % 9 == 0 ? "" : 20 + i % 30,
                                    1 + i % 28,
                                    i % 4 == 0 ? "b" : "c",
                                    i % 3 == 0 ? "yes" : "no"));
        }
        return text.toString();
    }

    @Test
    void whatIsMissingIsNamedWithItsUse() {
        CommandResult none = etude("predict");
        assertThat(none.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(none.err())
                .startsWith(
                        "etude: RUN|EXPORT is missing: A run directory, or a folder that `etude export` wrote\n");
        assertThat(etude("train", "x.yaml", "--set").err())
                .startsWith("etude: --set: expected ")
                .contains(" after it, found nothing");
    }

    @Test
    void aColumnThatIsNotThereIsAMistakeOfTheConfig() throws IOException {
        String table = write("people.csv", rows(60));
        CommandResult wrong = etude("data", "inspect", table, "--target", "churn");
        assertThat(wrong.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err())
                .contains("people.csv:1: expected the target column 'churn' and another column")
                .doesNotContain("\n  ");
        assertThat(etude("data", "inspect", table, "--target", "churnd").err())
                .contains("; did you mean churned?");
    }

    @Test
    void inspectingATableWithGapsShowsItsColumns() throws IOException {
        CommandResult gaps =
                etude("data", "inspect", write("people.csv", rows(60)), "--target", "churned");
        assertThat(gaps.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(gaps.out())
                .contains(
                        "'since': read, dates, such as",
                        "'age': read, ",
                        "--write-config proposes");
        assertThat(gaps.err().lines().filter(line -> line.startsWith("  ")))
                .hasSize(7)
                .allMatch(line -> line.contains("expected a value for 'age'"));
        assertThat(gaps.err()).containsOnlyOnce("ill it in, leave the row out");
    }

    @Test
    void noConfigIsProposedForWhatCannotBeTrained() throws IOException {
        String same = write("same.csv", rows(60).replace(",yes", ",no"));
        assertThat(etude("data", "inspect", same, "--target", "churned", "--write-config").err())
                .contains(
                        "--target: expected at least two different values of 'churned' to tell apart, found one");
        String few = write("few.csv", rows(2));
        assertThat(etude("data", "inspect", few, "--target", "churned", "--write-config").err())
                .contains(
                        "expected at least 10 rows, to train on some and validate on others, found 2");
    }

    @Test
    void anAugmentationThatDoesNotFitLeavesNoFolder() throws IOException {
        String config = write("first.yaml", CONFIG);
        CommandResult unfit =
                etude(
                        "train",
                        config,
                        "--set",
                        "dataset.augment=[{name: random_crop, padding: 30}]");
        assertThat(unfit.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(unfit.err()).contains("padding of random_crop must be at most 8");
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    @Test
    void whatDoesNothingIsSaid() throws IOException {
        String table = write("people.csv", rows(60));
        String config =
                write(
                        "people.yaml",
                        """
                        name: people
                        dataset: {name: csv, path: '%s', target: churned, columns: {age: {type: ignore, impute: mean}}}
                        model: {name: mlp}
                        batch_size: 8
                        max_train_steps: 1
                        optimizer: {name: sgd, learning_rate: 0.1}
                        """
                                .formatted(table));
        assertThat(etude("data", "inspect", config).out().replaceAll("\\s+", " "))
                .contains(
                        "Column 'age' is ignored, so what else dataset.columns says of it does nothing; remove that.");
    }

    @Test
    void aDamagedFileIsSaidWithoutTheParsersWords() throws IOException {
        String config = write("first.yaml", CONFIG);
        assertThat(etude("train", config).exitCode()).isZero();
        Path facts = folder.resolve("runs/first/run.json");
        String whole = Files.readString(facts);
        Files.writeString(facts, whole.substring(0, whole.indexOf('{', 1) + 1));
        assertThat(etude("run", "list").out())
                .contains("run.json: expected the facts of a run, found JSON that breaks off");
        Files.writeString(facts, whole.replaceFirst(":", "="));
        assertThat(etude("run", "list").out())
                .containsPattern("found something that is no JSON in line 2, column \\d+");
    }
}
