package etude.trainer.provider;

import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.EtudeException;
import etude.datasets.Reason;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import etude.trainer.files.JsonObject;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A jar of a user that a run needs, as {@code jars.json} beside the run's or the exported model's
 * config says; there is no such file where all is Etude's own.
 *
 * @param path of the jar, or of the folder of classes
 * @param sha256 of the jar; of a folder, of these classes
 * @param classes by what they provide, such as optimizer lion
 */
public record RememberedJar(Path path, String sha256, Map<String, String> classes) {
    /** The name of the file. */
    public static final String FILE = "jars.json";

    private static final int SHOWN = 12;

    public RememberedJar {
        classes = Collections.unmodifiableMap(new TreeMap<>(classes));
    }

    /**
     * The jars of some classes.
     *
     * @param provided the classes by what they provide
     */
    public static List<RememberedJar> of(Map<String, Class<?>> provided) {
        Map<Path, Map<String, Class<?>>> classes = new TreeMap<>();
        provided.forEach(
                (what, type) ->
                        place(type)
                                .ifPresent(
                                        path ->
                                                classes.computeIfAbsent(path, p -> new TreeMap<>())
                                                        .put(what, type)));
        List<RememberedJar> jars = new ArrayList<>();
        classes.forEach(
                (path, types) -> {
                    Map<String, String> names = new TreeMap<>();
                    types.forEach((what, type) -> names.put(what, type.getName()));
                    jars.add(new RememberedJar(path, sum(path, names.values()), names));
                });
        return jars;
    }

    /** Where a class was loaded from. */
    private static Optional<Path> place(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        try {
            return source == null
                    ? Optional.empty()
                    : Optional.of(Path.of(source.getLocation().toURI()).toAbsolutePath());
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static String sum(Path place, Collection<String> classes) {
        List<Path> files =
                Files.isDirectory(place)
                        ? classes.stream()
                                .map(name -> place.resolve(name.replace('.', '/') + ".class"))
                                .toList()
                        : List.of(place);
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files) {
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        } catch (IOException e) {
            throw new EtudeException(
                    "cannot read %s (%s), which has a class that this run uses"
                            .formatted(place, Reason.of(place, e)),
                    e);
        }
    }

    /** Writes what a run needs; nothing where it needs nothing. */
    public static void write(List<RememberedJar> jars, Path folder) {
        if (!jars.isEmpty()) {
            AtomicFiles.write(
                    folder.resolve(FILE),
                    Json.file(Map.of("jars", jars.stream().map(RememberedJar::members).toList())));
        }
    }

    private Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("path", path.toString());
        members.put("sha256", sha256);
        members.put("classes", classes);
        return members;
    }

    /** What lies in a folder of a run or of an exported model. */
    public static List<RememberedJar> read(Path folder) {
        return Json.read(folder.resolve(FILE), "the jars that a run uses", RememberedJar::all)
                .orElse(List.of());
    }

    private static List<RememberedJar> all(JsonObject object) throws IOException {
        List<RememberedJar> jars = new ArrayList<>();
        for (JsonNode item : object.list("jars")) {
            JsonObject jar = new JsonObject(item);
            jars.add(
                    new RememberedJar(
                            Path.of(jar.text("path")),
                            jar.text("sha256"),
                            jar.textsByName("classes")));
        }
        return jars;
    }

    /**
     * Requires that what a run needs is on the class path.
     *
     * @throws EtudeException when some of it is not
     */
    public static void require(Path folder) {
        for (RememberedJar jar : read(folder)) {
            jar.classes.forEach(
                    (what, name) -> {
                        if (find(name).isEmpty()) {
                            throw new EtudeException(jar.missing(folder, what));
                        }
                    });
        }
    }

    private String missing(Path folder, String what) {
        return "%s uses the %s of %s, which is not on the class path; %s"
                .formatted(
                        folder,
                        what,
                        path,
                        Files.exists(path)
                                ? "set ETUDE_CLASSPATH=%s for this command".formatted(path)
                                : "that file is not there any more: bring it back and set ETUDE_CLASSPATH to it");
    }

    private static Optional<Class<?>> find(String name) {
        try {
            return Optional.of(Class.forName(name, false, RememberedJar.class.getClassLoader()));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Sentences on jars that are others than those of the run's beginning. */
    public static List<String> changes(Path folder) {
        List<String> sentences = new ArrayList<>();
        for (RememberedJar jar : read(folder)) {
            Map<String, Class<?>> present = new LinkedHashMap<>();
            jar.classes.forEach(
                    (what, name) -> find(name).ifPresent(type -> present.put(what, type)));
            of(present).stream()
                    .filter(now -> !now.sha256.equals(jar.sha256))
                    .forEach(
                            now ->
                                    sentences.add(
                                            "%s, of the %s, has changed since the run began with %s (SHA-256 %s, now %s): numbers may differ from the run's."
                                                    .formatted(
                                                            now.path,
                                                            String.join(
                                                                    " and ", now.classes.keySet()),
                                                            jar.path,
                                                            jar.sha256.substring(0, SHOWN),
                                                            now.sha256.substring(0, SHOWN))));
        }
        return sentences;
    }
}
