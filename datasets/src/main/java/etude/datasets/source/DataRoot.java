package etude.datasets.source;

import etude.datasets.EtudeException;
import etude.datasets.MissingDataException;
import etude.datasets.Quoted;
import etude.datasets.catalogue.Catalogue;
import etude.datasets.catalogue.CatalogueEntry;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where data sets are looked up and fetched to, and where what was decoded from them is kept. They
 * are two folders, because data may be shared and read-only.
 *
 * @param directory {@code ETUDE_DATA}, else {@code ~/.cache/etude}
 * @param cache {@code ETUDE_CACHE}, else {@code ~/.cache/etude/cache}
 * @param home what {@code ~} at the beginning of a path stands for
 * @param remark a sentence for the user, where the folders are not the customary ones
 */
public record DataRoot(Path directory, Path cache, Optional<Path> home, Optional<String> remark) {
    /** Two folders that somebody chose. */
    public DataRoot(Path directory, Path cache) {
        this(directory, cache, Optional.empty(), Optional.empty());
    }

    /** The root that this process's environment names. */
    public static DataRoot fromEnvironment() {
        return of(
                System.getenv(),
                Path.of(System.getProperty("user.home", "?")),
                Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
    }

    /**
     * The root that an environment names.
     *
     * @param home the home folder, which may not exist
     * @param temporary the folder for temporary files, which takes its place then
     */
    public static DataRoot of(Map<String, String> environment, Path home, Path temporary) {
        Optional<Path> existing = Optional.of(home).filter(UserFolders::isHome);
        Optional<Path> data = variable(environment, "ETUDE_DATA", existing);
        Optional<Path> cache = variable(environment, "ETUDE_CACHE", existing);
        if (data.isPresent() && cache.isPresent()) {
            return new DataRoot(data.get(), cache.get(), existing, Optional.empty());
        }
        UserFolders user = UserFolders.of(environment, home, temporary);
        return new DataRoot(
                data.orElse(user.cache()),
                cache.orElse(user.cache().resolve("cache")),
                existing,
                user.remark());
    }

    private static Optional<Path> variable(
            Map<String, String> environment, String name, Optional<Path> home) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isBlank())
                .map(value -> Path.of(expanded(value, home)));
    }

    /** A shell expands ~, but not in a config, and not always in a variable. */
    private static String expanded(String path, Optional<Path> home) {
        if (!path.equals("~") && !path.startsWith("~/")) {
            return path;
        }
        Path folder =
                home.orElseThrow(
                        () ->
                                new EtudeException(
                                        "%s: ~ is the home folder, and this user has none; write the whole path"
                                                .formatted(path)));
        return folder + path.substring(1);
    }

    /** The folder of a data set of the catalogue: its own, or the root where all its files lie. */
    public Path of(CatalogueEntry entry) {
        Path own = directory.resolve(entry.name());
        return !entry.present(own) && entry.present(directory) ? directory : own;
    }

    /**
     * Finds a file or folder: as it stands (relative to the current folder; {@code ~} is the home
     * folder), else below the data root.
     *
     * @throws MissingDataException when there is none; the message says where it was looked for
     */
    public Path resolve(String path) {
        Set<Path> places = places(path);
        return existing(places).orElseThrow(() -> new MissingDataException(missing(path, places)));
    }

    /** The file or folder that {@link #resolve} would find, if there is one. */
    Optional<Path> find(String path) {
        return existing(places(path));
    }

    private static Optional<Path> existing(Set<Path> places) {
        return places.stream().filter(Files::exists).findFirst();
    }

    private Set<Path> places(String path) {
        Set<Path> places = new LinkedHashSet<>();
        try {
            String whole = expanded(path, home);
            places.add(Path.of(whole).toAbsolutePath().normalize());
            places.add(directory.resolve(whole).toAbsolutePath().normalize());
            return places;
        } catch (InvalidPathException exception) {
            throw new EtudeException(
                    "%s is no path: %s".formatted(Quoted.of(path), exception.getReason()),
                    exception);
        }
    }

    private String missing(String path, Set<Path> places) {
        String where = places.stream().map(Path::toString).collect(Collectors.joining(" or "));
        return "there is no data at \"%s\": looked for %s%s".formatted(path, where, advice(path));
    }

    /** {@code data/mnist} or {@code MNIST} mean a data set that may not have been fetched yet. */
    private String advice(String path) {
        String last = String.valueOf(Path.of(path).getFileName());
        Catalogue catalogue = Catalogue.builtIn();
        return catalogue.entries().stream()
                .filter(entry -> plain(last).startsWith(plain(entry.name())))
                .findFirst()
                .map(
                        entry ->
                                entry.present(of(entry))
                                        ? "; %s is at %s".formatted(entry.name(), of(entry))
                                        : "; run `etude data fetch %s` and use dataset: {name: catalogue, dataset: %s}"
                                                .formatted(entry.name(), entry.name()))
                .orElse("; correct the path, or set ETUDE_DATA to the folder that has it");
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
