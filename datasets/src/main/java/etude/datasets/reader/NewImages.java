package etude.datasets.reader;

import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.datasets.Features;
import etude.datasets.cache.FixedRecords;
import etude.datasets.encoding.Encoding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Pictures to be predicted: image files, those of folders at any depth, of tar archives, and IDX
 * files of images. Of folders and archives only files named .jpg, .jpeg, .png and .webp count; a
 * file that was named by itself is read whatever its name.
 *
 * @param files in the order of the arguments, those of a folder by name
 */
record NewImages(Encoding.Images encoding, List<Path> files) implements NewExamples {
    /** Pictures decoded at once: enough for all cores, little enough for memory. */
    private static final int CHUNK = 64;

    static NewImages list(Encoding.Images encoding, List<Path> paths) {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.isDirectory(path)) {
                files.add(path);
                continue;
            }
            List<Path> inside = inside(path);
            if (inside.isEmpty()) {
                throw new EtudeException(
                        "%s: expected images named .jpg, .jpeg, .png or .webp in this folder, found none"
                                .formatted(path));
            }
            files.addAll(inside);
        }
        return new NewImages(encoding, List.copyOf(files));
    }

    private static List<Path> inside(Path folder) {
        try (Stream<Path> paths = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return paths.filter(Files::isRegularFile)
                    .filter(file -> isWanted(folder.relativize(file).toString()))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw SourceFiles.unreadable(folder, e);
        }
    }

    private static boolean isWanted(String name) {
        return ClassFolders.isImage(name)
                && Stream.of(name.split("[/\\\\]")).noneMatch(LeftBehind::is);
    }

    private static boolean holdsMany(Path file) {
        return TarFile.is(file) || isIdx(file);
    }

    private static boolean isIdx(Path file) {
        return SourceFiles.name(file).matches(".*idx3-ubyte(\\.gz)?");
    }

    @Override
    public OptionalLong count() {
        return files.stream().anyMatch(NewImages::holdsMany)
                ? OptionalLong.empty()
                : OptionalLong.of(files.size());
    }

    @Override
    public void forEach(Consumer<NewExample> consumer) {
        Decoding decoding = new Decoding(consumer);
        for (Path file : files) {
            if (holdsMany(file)) {
                decoding.flush();
                many(file, decoding, consumer);
            } else {
                decoding.add(new Encoded(file, () -> bytes(file)));
            }
        }
        decoding.flush();
    }

    /** What is wrong with the file as a whole is said in the place of its pictures. */
    private void many(Path file, Decoding decoding, Consumer<NewExample> consumer) {
        try {
            if (isIdx(file)) {
                idx(file, consumer);
                return;
            }
            TarFile.walk(
                    file,
                    (name, folder, content) -> {
                        if (!folder && isWanted(name)) {
                            byte[] bytes = ImageSource.Encoded.read(content);
                            decoding.add(new Encoded(file.resolve(name), () -> bytes));
                        }
                        return true;
                    });
            decoding.flush();
        } catch (EtudeException e) {
            decoding.flush();
            consumer.accept(unreadable(file.toString(), e));
        }
    }

    private void idx(Path file, Consumer<NewExample> consumer) {
        IdxFile images = IdxFile.open(file, 3);
        Features.Image found = new Features.Image(images.sizes().get(1), images.sizes().get(2), 1);
        if (!found.equals(encoding.shape())) {
            throw new CorruptFileException(file, encoding.shape().words(), found.words());
        }
        FixedRecords records = images.records();
        for (int i = 0; i < images.sizes().get(0); i++) {
            int number = i;
            consumer.accept(
                    new NewExample.Read(
                            "%s image %s".formatted(file, number),
                            (batch, row) ->
                                    records.read(
                                            number,
                                            1,
                                            batch.images(),
                                            row * encoding.shape().elements()),
                            Optional.empty()));
        }
    }

    private static byte[] bytes(Path file) {
        try (InputStream content = SourceFiles.plain(file)) {
            return ImageSource.Encoded.read(content);
        } catch (IOException e) {
            throw SourceFiles.unreadable(file, e);
        }
    }

    /** A picture that is not decoded yet. */
    private record Encoded(Path path, Supplier<byte[]> bytes) {}

    /** Decodes a chunk at a time, on all cores, and passes it on in its order. */
    private final class Decoding {
        private final Consumer<NewExample> consumer;
        private final List<Encoded> chunk = new ArrayList<>();

        Decoding(Consumer<NewExample> consumer) {
            this.consumer = consumer;
        }

        void add(Encoded image) {
            chunk.add(image);
            if (chunk.size() == CHUNK) {
                flush();
            }
        }

        void flush() {
            List<NewExample> decoded = chunk.parallelStream().map(image -> decode(image)).toList();
            chunk.clear();
            decoded.forEach(consumer);
        }
    }

    private NewExample decode(Encoded image) {
        String name = image.path().toString();
        Features.Image shape = encoding.shape();
        try {
            Pixels pixels =
                    ImageDecoder.decode(image.path(), image.bytes().get(), this::requireSize)
                            .fitted(encoding.fit(), shape.height(), shape.width());
            byte[] bytes = shape.channels() == 1 ? pixels.grey() : pixels.rgb();
            return new NewExample.Read(
                    name,
                    (batch, row) ->
                            System.arraycopy(
                                    bytes, 0, batch.images(), row * bytes.length, bytes.length),
                    Optional.empty());
        } catch (EtudeException e) {
            return unreadable(name, e);
        }
    }

    /** Sentences of readers begin with the path, which stands beside them here. */
    private static NewExample unreadable(String name, EtudeException reason) {
        String sentence = String.valueOf(reason.getMessage());
        return new NewExample.Unreadable(
                name,
                sentence.startsWith(name + ": ")
                        ? sentence.substring(name.length() + 2)
                        : sentence);
    }

    private void requireSize(Path path, ImageDecoder.Size size) {
        Features.Image shape = encoding.shape();
        if (!encoding.fit().takes(size.height(), size.width(), shape)) {
            throw new CorruptFileException(
                    path,
                    "%d x %d pixels (height x width), as in training, or --resize"
                            .formatted(shape.height(), shape.width()),
                    size.toString());
        }
    }
}
