package etude.datasets.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LabelledImagesTest extends ImageFolders {
    @BeforeEach
    void write() throws IOException {
        for (int i = 0; i < 3; i++) {
            image("data/all/" + i + ".png", 2, 2, 0x010101 * i, RGB);
        }
    }

    private Path table(String text) throws IOException {
        return Files.writeString(folder().resolve("labels.csv"), text);
    }

    private static float[] labels(Dataset images, int index) {
        Batch batch = new Batch(images.spec(), 1);
        images.read(index, batch, 0);
        assertThat(batch.images()).containsOnly(index);
        return batch.values();
    }

    @Test
    void aTableNamesImagesWithTheirFolderOrWithout() throws IOException {
        Path table = table("file,sun,sea\n2,1,1\nall/0.png,1,0\n1.png,0,0\nother.png,0,1\n");
        try (Dataset images = LabelledImages.of(open(plain("data")), table, Optional.empty())) {
            assertThat(images.spec().target()).isInstanceOf(Target.Labels.class);
            assertThat(images.spec().target().classes()).containsExactly("sun", "sea");
            assertThat(labels(images, 0)).containsExactly(1, 0);
            assertThat(labels(images, 1)).containsExactly(0, 0);
            assertThat(labels(images, 2)).containsExactly(1, 1);
        }
    }

    @Test
    void oneColumnMayNameTheLabels() throws IOException {
        Path table = table("image,tags\n0,sun sea\n1,\n2,sea\n");
        try (Dataset images = LabelledImages.of(open(plain("data")), table, Optional.of(" "))) {
            assertThat(images.spec().target().classes()).containsExactly("sea", "sun");
            assertThat(labels(images, 0)).containsExactly(1, 1);
            assertThat(labels(images, 1)).containsExactly(0, 0);
            assertThat(labels(images, 2)).containsExactly(1, 0);
        }
    }

    @Test
    void otherImagesHaveTheLabelsOfTrainingInTheirOrder() throws IOException {
        Target.Labels known = new Target.Labels(List.of("sea", "sun", "rain"));
        ImageFolderDataset images = open(plain("data"));
        Path columns = table("file,note,sun,rain,sea\n0,x,1,0,0\n1,y,0,0,1\n2,z,0,0,0\n");
        Dataset other = LabelledImages.openAs(known, images, columns, Optional.empty());
        assertThat(other.spec().target()).isEqualTo(known);
        assertThat(labels(other, 0)).containsExactly(0, 1, 0);
        assertThat(labels(other, 1)).containsExactly(1, 0, 0);
        Path joined = table("file,tags\n0,sun;sea\n1,\n2,sun\n");
        Dataset named = LabelledImages.openAs(known, images, joined, Optional.of(";"));
        assertThat(labels(named, 0)).containsExactly(1, 1, 0);
        Path further = table("file,tags,note\n0,sun;sea,x\n1,,y\n2,sun,z\n");
        Dataset noted = LabelledImages.openAs(known, images, further, Optional.of(";"));
        assertThat(labels(noted, 0)).containsExactly(1, 1, 0);
        assertThatThrownBy(() -> LabelledImages.of(images, further, Optional.of(";")))
                .hasMessageContaining("found 'file', 'tags', 'note'");
        Path few = table("file,sun,sea\n0,1,0\n1,0,0\n2,0,0\n");
        assertThatThrownBy(() -> LabelledImages.openAs(known, images, few, Optional.empty()))
                .hasMessageContaining(
                        "each label of the training data ('sea', 'sun', 'rain'), found 'file', 'sun', 'sea'");
        Path unknown = table("file,tags\n0,sun\n1,snow\n2,\n");
        assertThatThrownBy(() -> LabelledImages.openAs(known, images, unknown, Optional.of(";")))
                .hasMessageContaining(
                        ":3: expected labels of 'tags' that the training file has, found 'snow'");
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        ImageFolderDataset images = open(plain("data"));
        Path some = table("file,sun\n0.png,1\n1.png,0\n");
        assertThatThrownBy(() -> LabelledImages.of(images, some, Optional.empty()))
                .hasMessageContaining("2.png: expected a row of it in " + some + ", found none");
        Path three = table("file,sun\n0.png,1\n1.png,maybe\n2.png,0\n");
        assertThatThrownBy(() -> LabelledImages.of(images, three, Optional.empty()))
                .hasMessageContaining(":3: expected 0 or 1 for the label 'sun', found 'maybe'");
    }
}
