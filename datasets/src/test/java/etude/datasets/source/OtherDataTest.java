package etude.datasets.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.Features;
import etude.datasets.Target;
import etude.datasets.encoding.Encoding;
import etude.datasets.encoding.ImageFit;
import etude.datasets.encoding.Vocabulary;
import etude.datasets.preprocessing.Preprocessing;
import etude.datasets.split.FeatureStatistics;
import etude.datasets.split.TargetScale;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OtherDataTest {
    @TempDir private Path folder;

    private Dataset open(Encoding encoding, Target target, Path path) {
        Preprocessing preprocessing =
                new Preprocessing(
                        encoding,
                        target,
                        new FeatureStatistics(new float[0], new float[0]),
                        TargetScale.own());
        return new OtherData(preprocessing, folder.resolve("cache"), note -> {}).open(path);
    }

    private static Encoding images(int channels) {
        return new Encoding.Images(new Features.Image(2, 3, channels), new ImageFit.Exact());
    }

    private void image(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
    }

    private static int label(Dataset examples, int index) {
        Batch batch = new Batch(examples.spec(), 1);
        examples.readTarget(index, batch, 0);
        return batch.labels()[0];
    }

    @Test
    void classesHaveTheirNumbersOfTraining() throws IOException {
        image("other/dog/1.png");
        image("other/bee/2.png");
        Target trained = new Target.Classes(List.of("ant", "bee", "cat", "dog"));
        try (Dataset examples = open(images(3), trained, folder.resolve("other"))) {
            assertThat(examples.spec().target()).isEqualTo(trained);
            assertThat(List.of(label(examples, 0), label(examples, 1))).containsExactly(1, 3);
        }
        assertThatThrownBy(
                        () ->
                                open(
                                        images(3),
                                        new Target.Classes(List.of("bee", "cat")),
                                        folder.resolve("other")))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("'dog'");
    }

    @Test
    void anIdxFileWithItsLabelsIsOtherData() throws IOException {
        ByteBuffer images =
                ByteBuffer.allocate(16 + 12).putInt(0x0803).putInt(2).putInt(2).putInt(3);
        ByteBuffer labels =
                ByteBuffer.allocate(8 + 2).putInt(0x0801).putInt(2).put((byte) 2).put((byte) 0);
        Path file = folder.resolve("t10k-images-idx3-ubyte");
        Files.write(file, images.array());
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), labels.array());
        Target digits = new Target.Classes(List.of("0", "1", "2", "3"));
        try (Dataset examples = open(images(1), digits, file)) {
            assertThat(examples.size()).isEqualTo(2);
            assertThat(label(examples, 0)).isEqualTo(2);
        }
        assertThatThrownBy(() -> open(images(3), digits, file))
                .hasMessageContaining("expected images of 2 x 3 pixels, 3 channels");
    }

    @Test
    void aTextIsReadWithTheVocabularyOfTraining() throws IOException {
        Encoding text = new Encoding.Text(new Vocabulary.Characters(new int[] {'a', 'b'}), 2);
        Path file = Files.writeString(folder.resolve("text.txt"), "abbab");
        try (Dataset examples = open(text, new Target.NextToken(2), file)) {
            assertThat(examples.size()).isEqualTo(2);
        }
        Files.writeString(file, "abc");
        assertThatThrownBy(() -> open(text, new Target.NextToken(2), file))
                .hasMessageContaining("'c'");
        assertThatThrownBy(() -> open(text, new Target.NextToken(2), folder.resolve("gone")))
                .hasMessageContaining("there is no such file or folder");
    }
}
