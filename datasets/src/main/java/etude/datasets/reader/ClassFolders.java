package etude.datasets.reader;

import etude.datasets.CorruptFileException;
import etude.datasets.Quoted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Decides what each entry of a folder or archive is. Class folders hold images and nothing else;
 * hidden names and what file managers leave behind are ignored, as are other files than images
 * beside the class folders.
 */
final class ClassFolders {
    private static final List<String> ENDINGS = List.of(".jpg", ".jpeg", ".png", ".webp");

    /** Names in a message that has a count. */
    private static final int FEW = 3;

    private final Path base;
    private final List<String> prefix;
    private final TreeSet<String> classes = new TreeSet<>();
    private final TreeSet<String> classesWithImages = new TreeSet<>();
    private final NamedProblems problems;

    /** Images beside the class folders. */
    private final List<String> strays = new ArrayList<>();

    /** Whether a class folder has folders in it. */
    private boolean deeper;

    /**
     * @param list gets what cannot be named in one message
     */
    ClassFolders(ImageFolderRequest request, ProblemList list) {
        problems = new NamedProblems("files", list);
        base = request.base();
        prefix = request.split().map(List::of).orElse(List.of());
    }

    static boolean isImage(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(lower::endsWith);
    }

    /**
     * Takes the next entry, by its path below the root with slashes.
     *
     * @return {@code class/file} if it is an image to read, and nothing is known to be wrong
     */
    Optional<String> image(String path, boolean folder) {
        List<String> parts = Arrays.asList(path.split("/"));
        if (parts.stream().anyMatch(LeftBehind::is)
                || parts.size() <= prefix.size()
                || !parts.subList(0, prefix.size()).equals(prefix)) {
            return Optional.empty();
        }
        List<String> inner = parts.subList(prefix.size(), parts.size());
        String name = String.join("/", inner);
        if (inner.size() == 1) {
            beside(name, folder);
            return Optional.empty();
        }
        classes.add(inner.get(0));
        deeper |= folder || (inner.size() == 3 && isImage(name));
        if (folder || inner.size() > 2 || !isImage(name)) {
            problems.add(
                    new CorruptFileException(
                            base.resolve(name),
                            "only JPEG, PNG and WebP files in the class folders of " + base,
                            folder
                                    ? "a folder in a class folder"
                                    : inner.size() > 2
                                            ? "a file in a folder of one"
                                            : "another file"));
            return Optional.empty();
        }
        classesWithImages.add(inner.get(0));
        return problems.none() && strays.isEmpty() ? Optional.of(name) : Optional.empty();
    }

    private void beside(String name, boolean folder) {
        if (folder) {
            classes.add(name);
        } else if (isImage(name)) {
            strays.add(name);
        }
    }

    /** One problem, however many they are: they lie flat where they should lie in folders. */
    private Optional<CorruptFileException> beside() {
        return strays.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new CorruptFileException(
                                base,
                                "images in folders only, one for each class (where a table has their labels, one for all of them)",
                                String.format(
                                        Locale.ROOT,
                                        "%,d in no folder: %s; put each into one",
                                        strays.size(),
                                        Quoted.first(FEW, strays))));
    }

    /**
     * To be called after the last entry.
     *
     * @throws etude.datasets.EtudeException when an entry lies where it should not, or a class has
     *     no image
     */
    void requireImages() {
        if (deeper && classes.size() == 1 && classesWithImages.isEmpty()) {
            throw new CorruptFileException(
                    base,
                    "one folder per class on top",
                    "one folder, %s, with folders in it; if those are the classes, name that folder, or pack what is in it"
                            .formatted(classes.first()));
        }
        beside().ifPresent(problems::add);
        problems.requireNone();
        if (classes.isEmpty()) {
            throw new CorruptFileException(base, "one folder per class", "no folder");
        }
        classes.removeAll(classesWithImages);
        for (String empty : classes) {
            problems.add(
                    new CorruptFileException(
                            base.resolve(empty),
                            "at least one JPEG, PNG or WebP file",
                            "no image"));
        }
        problems.requireNone();
    }
}
