package etude.datasets.reader;

import static org.assertj.core.api.Assertions.assertThat;

import etude.datasets.encoding.ImageFit;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.io.TempDir;

/** Writes small images and opens them. */
abstract class ImageFolders {
    static final int RGB = BufferedImage.TYPE_INT_RGB;

    @TempDir private Path folder;
    private final List<String> notes = new ArrayList<>();

    Path folder() {
        return folder;
    }

    /** What the user was told. */
    List<String> notes() {
        return notes;
    }

    ImageFolderDataset open(ImageFolderRequest request) {
        return ImageFolderDataset.open(request, folder().resolve("cache"), notes::add);
    }

    ImageFolderRequest plain(String name) {
        return new ImageFolderRequest(
                folder().resolve(name),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new ImageFit.Exact());
    }

    static ImageFolderRequest split(Path root, String split) {
        return new ImageFolderRequest(
                root, Optional.of(split), Optional.empty(), Optional.empty(), new ImageFit.Exact());
    }

    Path image(String name, int height, int width, int color, int type) throws IOException {
        Path file = folder().resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, png(height, width, color, type));
    }

    static byte[] png(int height, int width, int color, int type) throws IOException {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (type == RGB) {
                    image.setRGB(x, y, color);
                } else {
                    image.getRaster().setSample(x, y, 0, 100);
                }
            }
        }
        return encode(image, "png");
    }

    static byte[] encode(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            assertThat(ImageIO.write(image, format, out)).isTrue();
        }
        return bytes.toByteArray();
    }
}
