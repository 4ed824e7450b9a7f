package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.TestEvaluations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * From customers as a shop has them (an identifier, a date, gaps, free text, a leak) to predictions
 * for new ones, in four commands.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CustomersTest {
    private static final String[] WORDS = {
        "asked", "about", "the", "bill", "twice", "and", "was", "told", "to", "wait", "again"
    };

    private Path folder = Path.of("");
    private CommandResult trained = new CommandResult(-1, "", "");

    @BeforeAll
    void threeCommands(@TempDir Path temporary) throws IOException {
        folder = temporary;
        customers("customers.csv", 700, 1);
        customers("new.csv", 40, 2);
        CommandResult proposed =
                run(
                        "data",
                        "inspect",
                        file("customers.csv"),
                        "--target",
                        "churned",
                        "--write-config",
                        "customers.yaml");
        assertThat(proposed.exitCode()).as(proposed.err()).isZero();
        assertThat(proposed.out())
                .contains("'customer': ignored, whole numbers that number the rows")
                .contains("customers.yaml holds this as a config: look at it, then `etude train");
        trained =
                run(
                        "train",
                        folder.resolve("customers.yaml").toString(),
                        "--set",
                        "threads=1",
                        "--set",
                        "max_train_steps=300");
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private CommandResult run(String... arguments) {
        return EtudeCommand.run(folder, arguments);
    }

    /** Those who pay little for long stay; who left has a day of leaving. */
    private void customers(String name, int rows, long seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder text =
                new StringBuilder("customer,since,plan,paid,calls,country,note,left_on,churned\n");
        for (int row = 0; row < rows; row++) {
            LocalDate since = LocalDate.of(2019, 1, 1).plusDays(random.nextInt(1_500));
            int plan = random.nextInt(3);
            double paid = 10 + 20 * plan + 5 * random.nextGaussian();
            int calls = random.nextInt(7);
            double score = paid / 20 + calls - since.toEpochDay() / 400.0 + 42;
            boolean gone = score + random.nextGaussian() > 0;
            StringBuilder note = new StringBuilder("\"");
            for (int word = 4 + random.nextInt(9); word > 0; word--) {
                note.append(WORDS[random.nextInt(WORDS.length)]).append(word == 1 ? "\"" : " ");
            }
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%d,%s,%s,%s,%s,DE,%s,%s,%s\n",
                            90_000 + 7 * row,
                            since,
                            List.of("small", "middle", "large").get(plan),
                            random.nextInt(30) == 0
                                    ? "-"
                                    : String.format(Locale.ROOT, "%.2f", paid),
                            random.nextInt(8) == 0 ? "" : Integer.toString(calls),
                            note,
                            gone ? since.plusDays(1_600) : "",
                            gone ? "yes" : "no"));
        }
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void theProposalSaysWhatEachColumnIsAndWhy() throws IOException {
        String config = Files.readString(folder.resolve("customers.yaml"));
        assertThat(config)
                .contains("  task: classification  # 2 different values")
                .contains("    customer: {type: ignore}  # whole numbers that number the rows")
                .contains("    since: {type: date}  # dates, such as '20")
                .contains("    # 'plan': 3 categories, such as '")
                .containsPattern(
                        "    paid: \\{missing: \\[\"\", \"\\?\", NA, N/A, \"null\", \"-\"\\], impute: median\\}  # numbers, such as .*are missing")
                .contains("    calls: {impute: indicator}  # numbers, such as ")
                .contains("    country: {type: ignore}  # all are 'DE'")
                .contains("    note: {type: ignore}  # free text: ")
                .contains(
                        "    left_on: {type: ignore}  # a leak? alone it tells all but 0 of 700 rows");
        CommandResult again =
                run(
                        "data",
                        "inspect",
                        file("customers.csv"),
                        "--target",
                        "churned",
                        "--write-config",
                        "customers.yaml");
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).contains("customers.yaml is there already");
        CommandResult printed =
                run(
                        "data",
                        "inspect",
                        file("customers.csv"),
                        "--target",
                        "churned",
                        "--write-config");
        // What is printed here has no paths of this machine.
        assertThat(printed.out().lines().skip(6))
                .containsExactlyElementsOf(
                        config.replace(folder + "/", "").lines().skip(6).toList());
    }

    @Test
    void theModelPredictsNewCustomers() throws IOException {
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        CommandResult evaluated = run("evaluate", "runs/customers");
        assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
        assertThat(evaluated.out()).contains("test/error_rate");
        CommandResult predicted =
                run("predict", "runs/customers", "new.csv", "--out", "predictions.csv");
        assertThat(predicted.exitCode()).as(predicted.err()).isZero();
        int right = 0;
        int rows = 0;
        try (CsvReader<NamedCsvRecord> records =
                CsvReader.builder().ofNamedCsvRecord(folder.resolve("predictions.csv"))) {
            for (NamedCsvRecord record : records) {
                assertThat(record.getField("problem")).isEmpty();
                right += record.getField("predicted").equals(record.getField("label")) ? 1 : 0;
                rows++;
            }
        }
        assertThat(rows).isEqualTo(40);
        assertThat(right).isGreaterThanOrEqualTo(28); // chance is about 20
    }

    @Test
    void aTableThatIsNotDescribedIsRefusedAndInspectSaysMore() {
        CommandResult inspected =
                run("data", "inspect", file("customers.csv"), "--target", "churned");
        assertThat(inspected.exitCode()).isEqualTo(1);
        assertThat(inspected.err()).contains("say in dataset.columns what stands for it");
        CommandResult described = run("data", "inspect", file("customers.yaml"));
        assertThat(described.exitCode()).as(described.err()).isZero();
        assertThat(described.out()).contains("'customer'", "ignored").doesNotContain("a leak?");
        CommandResult folderGiven =
                run("data", "inspect", file("runs"), "--target", "y", "--write-config");
        assertThat(folderGiven.exitCode()).isEqualTo(2);
        assertThat(folderGiven.err()).contains("--write-config: expected a table");
    }

    @Test
    void anEvaluationOnTheTestFileIsALookAtIt() throws IOException {
        Files.writeString(folder.resolve("train.csv"), "x,y\n" + "1,a\n2,b\n3,a\n4,b\n".repeat(20));
        Files.writeString(folder.resolve("test.csv"), "x,y\n" + "1.5,a\n2.5,b\n".repeat(5));
        Files.writeString(folder.resolve("later.csv"), "x,y\n" + "1.5,b\n2.5,b\n".repeat(5));
        Files.writeString(
                folder.resolve("small.yaml"),
                """
                name: small
                dataset: {name: csv, path: %s, target: y, test_path: %s}
                model: {name: mlp, hidden: [4]}
                batch_size: 8
                max_train_steps: 4
                optimizer: {name: adam, learning_rate: 0.01}
                """
                        .formatted(file("train.csv"), file("test.csv")));
        assertThat(run("train", file("small.yaml")).exitCode()).isZero();
        RunDirectory small = new RunDirectory(folder.resolve("runs/small"));
        CommandResult later = run("evaluate", "runs/small", "--data", "later.csv");
        assertThat(later.exitCode()).as(later.err()).isZero();
        assertThat(TestEvaluations.read(small).count()).isZero();
        CommandResult test = run("evaluate", "runs/small", "--data", "test.csv");
        assertThat(test.exitCode()).as(test.err()).isZero();
        assertThat(test.err())
                .contains("is the test split of the run, so this look at it is on record");
        assertThat(TestEvaluations.read(small).count()).isEqualTo(1);
        Files.delete(folder.resolve("train.csv"));
        CommandResult gone = run("evaluate", "runs/small");
        assertThat(gone.exitCode()).isEqualTo(1);
        assertThat(gone.err())
                .contains("--data PATH` evaluates on other labelled data and needs none of these");
    }
}
