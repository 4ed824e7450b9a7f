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
                        ":3: expected labels of 'tags' that the training file has, found 'snow'; it has 'rain', 'sea', 'sun'");
        Path slip = table("file,tags\n0,sun\n1,rian\n2,\n");
        assertThatThrownBy(() -> LabelledImages.openAs(known, images, slip, Optional.of(";")))
                .hasMessageContaining("found 'rian'; did you mean 'rain'?");
        Path column = table("file,sun,sea,rian\n0,1,0,0\n1,0,0,0\n2,0,0,0\n");
        assertThatThrownBy(() -> LabelledImages.openAs(known, images, column, Optional.empty()))
                .hasMessageContaining("found 'file', 'sun', 'sea', 'rian'; did you mean rian?");
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        ImageFolderDataset images = open(plain("data"));
        Path some = table("file,sun\n0.png,1\n1.png,0\n");
        assertThatThrownBy(() -> LabelledImages.of(images, some, Optional.empty()))
                .hasMessageMatching(
                        some
                                + ": expected a row of each of the 3 images, found none of 1: '.*/data/all/2.png'; its first column has '0.png', '1.png'; add their rows, or take them out of the folder");
        Path three = table("file,sun\n0.png,1\n1.png,maybe\n2.png,0\n");
        assertThatThrownBy(() -> LabelledImages.of(images, three, Optional.empty()))
                .hasMessageContaining(":3: expected 0 or 1 for the label 'sun', found 'maybe'");
        Path empty = table("file,sun\n0.png,1\n1.png,\n2.png,0\n");
        assertThatThrownBy(() -> LabelledImages.of(images, empty, Optional.empty()))
                .hasMessageContaining(":3: expected 0 or 1 for the label 'sun', found ''");
    }

    @Test
    void rowsThatNameNoFileOrOneASecondTimeAreRefused() throws IOException {
        ImageFolderDataset images = open(plain("data"));
        Path twice = table("file,sun\n0,1\n1,0\n,1\n2,0\n1,1\n");
        assertThatThrownBy(() -> LabelledImages.of(images, twice, Optional.empty()))
                .hasMessage(
                        """
                        2 rows are not as expected:
                          %1$s:4: expected the name of a file, found an empty one
                          %1$s:6: expected each file in one row, found '1' a second time"""
                                .formatted(twice));
    }

    @Test
    void manyImagesWithoutARowAreOneSentence() throws IOException {
        for (int i = 3; i < 60; i++) {
            image("data/all/" + i + ".png", 2, 2, 0, RGB);
        }
        Path few = table("file,tags\n0,sun\nIMG_1,sea\n");
        assertThatThrownBy(() -> LabelledImages.of(open(plain("data")), few, Optional.of(" ")))
                .message()
                .contains(
                        "found none of 59: '",
                        "/all/1.png'",
                        " and 56 more; its first column has '0', 'IMG_1';")
                .hasLineCount(1);
    }
}
