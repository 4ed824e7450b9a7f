package etude.datasets.reader;

import etude.datasets.EtudeException;
import etude.datasets.Quoted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * Text files, each a document, in the order of their paths.
 *
 * @param source the file, or the folder that they are in
 * @param documents those that are not empty
 * @param empty those that are left out
 */
public record TextFiles(Path source, List<TextPiece> documents, List<Path> empty) {
    public TextFiles {
        documents = List.copyOf(documents);
        empty = List.copyOf(empty);
    }

    /**
     * A file, or all files of a folder, at any depth, but those whose names begin with a dot.
     *
     * @throws EtudeException when there are none, or they cannot be listed
     */
    public static TextFiles of(Path path) {
        if (!Files.isDirectory(path)) {
            return new TextFiles(path, List.of(document(path)), List.of());
        }
        return listed(path, file -> true, "files");
    }

    /**
     * The files of a folder whose paths in it match a pattern, in which ** reaches into folders.
     *
     * @throws EtudeException when there are none, or the pattern is none
     */
    public static TextFiles matching(Path folder, String pattern) {
        try {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
            return listed(
                    folder, matcher::matches, "files that match %s".formatted(Quoted.of(pattern)));
        } catch (PatternSyntaxException e) {
            throw new EtudeException(
                    "dataset.path: expected a pattern such as *.txt, found %s (%s)"
                            .formatted(Quoted.of(pattern), e.getDescription()),
                    e);
        }
    }

    private static TextFiles listed(Path folder, Predicate<Path> wanted, String what) {
        List<TextPiece> documents = new ArrayList<>();
        List<Path> empty = new ArrayList<>();
        try (Stream<Path> found = Files.walk(folder)) {
            found.filter(file -> isWanted(folder.relativize(file), wanted))
                    .filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(Path::toString))
                    .map(TextFiles::document)
                    .forEach(
                            file -> {
                                if (file.bytes() > 0) {
                                    documents.add(file);
                                } else {
                                    empty.add(file.file());
                                }
                            });
        } catch (IOException | UncheckedIOException e) {
            throw SourceFiles.unreadable(folder, e);
        }
        if (documents.isEmpty()) {
            throw new EtudeException(
                    "%s: expected %s with text in them, found %s"
                            .formatted(folder, what, empty.isEmpty() ? "none" : "empty ones only"));
        }
        return new TextFiles(folder, documents, empty);
    }

    private static boolean isWanted(Path relative, Predicate<Path> wanted) {
        for (Path name : relative) {
            if (name.toString().startsWith(".")) {
                return false;
            }
        }
        return wanted.test(relative);
    }

    private static TextPiece document(Path file) {
        try {
            return new TextPiece(file, 0, Files.size(file));
        } catch (IOException e) {
            throw SourceFiles.unreadable(file, e);
        }
    }

    /** Whether a mark is needed that tells where a text ends. */
    public boolean several() {
        return documents.size() > 1;
    }

    /** The name of one of the documents, wherever their folder is. */
    public String name(TextPiece document) {
        return source.relativize(document.file()).toString();
    }
}
