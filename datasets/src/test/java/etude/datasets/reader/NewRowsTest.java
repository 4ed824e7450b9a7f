package etude.datasets.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.Batch;
import etude.datasets.Target;
import etude.datasets.config.SourceConfig.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NewRowsTest extends CsvTables {
    private static final String TRAINED =
            "age,city,y,weight\n30,Bonn,no,1\n40,Köln,yes,2.5\n50,Bonn,no,0\n";

    private CsvDataset trained() throws IOException {
        return open(write("train.csv", TRAINED), "y", Task.CLASSIFICATION);
    }

    private List<NewExample> read(String content) throws IOException {
        Path file = write("new.csv", content);
        List<NewExample> examples = new ArrayList<>();
        NewExamples.of(trained().encoding(), List.of(file)).forEach(examples::add);
        return examples;
    }

    private float[] features(NewExample example) throws IOException {
        Batch batch = new Batch(trained().spec(), 2);
        ((NewExample.Read) example).content().write(batch, 1);
        int length = trained().spec().features().elements();
        return Arrays.copyOfRange(batch.vectors(), length, 2 * length);
    }

    @Test
    void rowsBecomeWhatTheyWereInTraining() throws IOException {
        CsvDataset trained = trained();
        Batch batch = new Batch(trained.spec(), 1);
        List<NewExample> again = read(TRAINED);
        for (int row = 0; row < 3; row++) {
            trained.read(row, batch, 0);
            assertThat(features(again.get(row))).isEqualTo(batch.vectors());
            assertThat(again.get(row).name()).endsWith("new.csv:" + (row + 2));
        }
        assertThat(((NewExample.Read) again.get(1)).truth()).contains("yes");
    }

    @Test
    void columnsAreFoundByTheirNames() throws IOException {
        List<NewExample> examples = read("note;weight;city;age\nx;2.5;Köln;40\n");
        assertThat(features(examples.get(0))).isEqualTo(features(read(TRAINED).get(1)));
        assertThat(((NewExample.Read) examples.get(0)).truth()).isEmpty();
    }

    @Test
    void whatCannotBeReadIsNamedAndTheRestGoesOn() throws IOException {
        List<NewExample> examples =
                read("age,city,weight\n1,Rom,1\nold,Bonn,1\n1,,1\n1,Bonn\n1,Bonn,1e99\n1,Bonn,1\n");
        assertThat(examples.subList(0, 5))
                .extracting(example -> ((NewExample.Unreadable) example).problem())
                .containsExactly(
                        "expected a value of 'city' that the training file has, found 'Rom'",
                        "expected a finite number for 'age', found 'old'",
                        "expected a value of 'city' that the training file has, found a missing value ('')",
                        "expected 3 values, as in the header, found 2",
                        "expected a finite number for 'weight', found '1e99'");
        assertThat(examples.get(5)).isInstanceOf(NewExample.Read.class);
    }

    @Test
    void aTableThatLacksAColumnIsRefusedBeforeARowIsRead() {
        assertThatThrownBy(() -> read("age,town\n1,Bonn\n"))
                .hasMessageContaining("also 'city', 'weight'")
                .hasMessageContaining("found 'age', 'town'");
    }

    @Test
    void aLabelledTableIsReadAsOneThatIsNotThereAnyMore() throws IOException {
        CsvDataset trained = trained();
        Path other = write("other.csv", "age,city,y,weight\n33,Köln,no,1\n44,Bonn,yes,7\n");
        CsvDataset like = CsvDataset.openLike(trained, other, cache(), note -> {});
        Target target = trained.spec().target();
        CsvDataset as = CsvDataset.openAs(trained.encoding(), target, other, cache(), note -> {});
        assertThat(as.spec()).isEqualTo(like.spec());
        Batch expected = new Batch(like.spec(), 1);
        Batch found = new Batch(like.spec(), 1);
        for (int row = 0; row < 2; row++) {
            like.read(row, expected, 0);
            as.read(row, found, 0);
            assertThat(found.vectors()).isEqualTo(expected.vectors());
            assertThat(found.labels()).isEqualTo(expected.labels());
            assertThat(as.featureHash(row, found)).isEqualTo(like.featureHash(row, expected));
        }
    }
}
