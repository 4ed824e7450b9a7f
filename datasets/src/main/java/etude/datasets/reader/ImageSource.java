package etude.datasets.reader;

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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The encoded images of a folder or an archive, one after the other. */
sealed interface ImageSource {
    /** One image file; the name is {@code class/file}. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Encoded(String name, byte[] bytes) {
        /** No picture is larger; what follows is cut, and so found to be damaged. */
        private static final int MOST_BYTES = 1 << 28;

        static byte[] read(InputStream content) throws IOException {
            return content.readNBytes(MOST_BYTES);
        }
    }

    /** The files by whose sizes and times a change is noticed. */
    List<Path> files();

    /** How many images there are; empty where only reading them all tells. */
    OptionalLong count();

    void forEach(Consumer<Encoded> consumer);

    /**
     * Those of a request.
     *
     * @param list gets the files that should not be there
     */
    static ImageSource of(ImageFolderRequest request, ProblemList list) {
        return TarFile.is(request.root()) ? new Archive(request, list) : Folder.list(request, list);
    }

    /** A folder, listed once. */
    record Folder(Path base, List<String> names) implements ImageSource {
        /** Class folders lie directly below the base, images directly below those. */
        private static final int DEPTH = 2;

        static Folder list(ImageFolderRequest request, ProblemList list) {
            ClassFolders folders = new ClassFolders(request, list);
            List<String> names = new ArrayList<>();
            try (Stream<Path> paths =
                    Files.walk(request.base(), DEPTH, FileVisitOption.FOLLOW_LINKS)) {
                paths.filter(path -> !path.equals(request.base()))
                        .sorted()
                        .forEach(
                                path ->
                                        folders.image(
                                                        slashes(request.root().relativize(path)),
                                                        Files.isDirectory(path))
                                                .ifPresent(names::add));
            } catch (IOException | UncheckedIOException e) {
                throw SourceFiles.unreadable(request.base(), e);
            }
            folders.requireImages();
            return new Folder(request.base(), names);
        }

        private static String slashes(Path relative) {
            return StreamSupport.stream(relative.spliterator(), false)
                    .map(Path::toString)
                    .collect(Collectors.joining("/"));
        }

        @Override
        public List<Path> files() {
            return names.stream().map(base::resolve).toList();
        }

        @Override
        public OptionalLong count() {
            return OptionalLong.of(names.size());
        }

        @Override
        public void forEach(Consumer<Encoded> consumer) {
            for (String name : names) {
                Path file = base.resolve(name);
                try (InputStream content = SourceFiles.plain(file)) {
                    consumer.accept(new Encoded(name, Encoded.read(content)));
                } catch (IOException e) {
                    throw SourceFiles.unreadable(file, e);
                }
            }
        }
    }

    /** A tar archive, streamed in its own order. */
    record Archive(ImageFolderRequest request, ProblemList list) implements ImageSource {
        @Override
        public List<Path> files() {
            return List.of(request.root());
        }

        @Override
        public OptionalLong count() {
            return OptionalLong.empty();
        }

        @Override
        public void forEach(Consumer<Encoded> consumer) {
            ClassFolders folders = new ClassFolders(request, list);
            TarFile.walk(
                    request.root(),
                    (path, folder, content) -> {
                        Optional<String> name = folders.image(path, folder);
                        if (name.isPresent()) {
                            consumer.accept(new Encoded(name.get(), Encoded.read(content)));
                        }
                        return true;
                    });
            folders.requireImages();
        }
    }
}
