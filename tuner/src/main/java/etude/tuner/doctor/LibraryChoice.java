package etude.tuner.doctor;

import etude.datasets.EtudeException;
import etude.datasets.Reason;
import etude.trainer.config.ConfigException;
import etude.trainer.files.AtomicFiles;
import etude.trainer.gpu.EngineLibrary;
import etude.trainer.gpu.Libtorch;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which of PyTorch's libraries a checkout takes, in a file that its launcher reads at every start.
 *
 * @param file with the folder's name; empty for a process that no launcher started
 */
public record LibraryChoice(Optional<Path> file) {
    /**
     * Takes the libraries of a folder from now on, in this process as well if it has not loaded
     * others.
     *
     * @param given the folder itself, or that of a virtual environment, a {@code torch} package or
     *     an unpacked archive with it inside
     * @return what is used now, for {@link #sentence}
     * @throws ConfigException when the engine cannot use what lies there
     */
    public String use(Path given) {
        Libtorch libtorch =
                candidates(given)
                        .flatMap(folder -> Libtorch.in(folder).stream())
                        .findFirst()
                        .orElseThrow(() -> refused(noLibrary(given)));
        EngineLibrary.refusal(libtorch)
                .ifPresent(
                        why -> {
                            throw refused(why);
                        });
        String folder = libtorch.folder().normalize().toString();
        try {
            AtomicFiles.replace(prepared(), (folder + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw readOnly(e);
        }
        System.setProperty(EngineLibrary.VARIABLE, folder);
        return folder;
    }

    /** Takes the build for CPUs that comes with Etude from now on, and says so as {@link #use}. */
    public String forget() {
        try {
            Files.deleteIfExists(required());
        } catch (IOException e) {
            throw readOnly(e);
        }
        System.clearProperty(EngineLibrary.VARIABLE);
        return new EngineLibrary.Bundled().toString();
    }

    /**
     * Looks whether a choice could be remembered.
     *
     * @throws EtudeException when not
     */
    public void requireWritable() {
        try {
            Path folder = prepared().toAbsolutePath().getParent();
            Files.delete(Files.createTempFile(folder, "libtorch", ".tmp"));
        } catch (IOException e) {
            throw readOnly(e);
        }
    }

    /**
     * What a choice means from now on.
     *
     * @param chosen that is used now
     * @param exported what the environment of this process names, which wins
     */
    public static String sentence(String chosen, Optional<String> exported) {
        String sentence = "%s is used from now on".formatted(chosen);
        return exported.isEmpty()
                ? sentence
                : "%s wherever %s is not exported; here it is, as \"%s\", and wins until you unset it"
                        .formatted(sentence, EngineLibrary.VARIABLE, exported.get());
    }

    /**
     * What a user names as a copy of the host that the CUDA build is fetched from.
     *
     * @param named an address, or a folder
     * @param folder of that name
     * @throws ConfigException when it is neither
     */
    public static URI mirror(String named, Path folder) {
        if (Files.isDirectory(folder)) {
            return folder.toUri();
        }
        try {
            URI address = new URI(named);
            if (named.matches("(?i)(https?://|file:/).+")) {
                return address;
            }
            throw new URISyntaxException(named, "no address of a kind that can be fetched from");
        } catch (URISyntaxException e) {
            throw new ConfigException(
                    List.of(
                            "--mirror: expected an address (https://...) or a folder where files lie as on DJL's host, found \"%s\""
                                    .formatted(named)));
        }
    }

    private static Stream<Path> candidates(Path given) {
        return Stream.concat(
                Stream.of("", "lib", "torch/lib").map(given::resolve), environments(given));
    }

    /** Where pip puts it below a virtual environment. */
    private static Stream<Path> environments(Path given) {
        Path libraries = given.resolve("lib");
        if (!Files.isDirectory(libraries)) {
            return Stream.empty();
        }
        try (Stream<Path> entries = Files.list(libraries)) {
            List<Path> folders = entries.sorted().toList();
            return folders.stream().map(python -> python.resolve("site-packages/torch/lib"));
        } catch (IOException e) {
            throw refused("%s: %s".formatted(libraries, Reason.of(libraries, e)));
        }
    }

    private static String noLibrary(Path given) {
        return "expected gpu, cpu or a folder with %s, found %s; %s"
                .formatted(
                        System.mapLibraryName("torch"),
                        Files.isDirectory(given)
                                ? "none in %s or below".formatted(given.toAbsolutePath())
                                : "no folder \"%s\"".formatted(given),
                        Libtorch.INSTALL);
    }

    private static ConfigException refused(String why) {
        return new ConfigException(List.of("--use: " + why));
    }

    /** The file, in a folder that is there. */
    private Path prepared() throws IOException {
        Path target = required();
        Files.createDirectories(target.toAbsolutePath().getParent());
        return target;
    }

    private Path required() {
        return file.orElseThrow(
                () ->
                        new EtudeException(
                                "--use: only scripts/etude can remember it; otherwise set %s"
                                        .formatted(EngineLibrary.VARIABLE)));
    }

    private EtudeException readOnly(IOException cause) {
        return new EtudeException(
                "--use: the choice cannot be remembered in %s (%s), so nothing has changed; in a checkout that is not yours, export %s for your own calls"
                        .formatted(
                                required(), Reason.of(required(), cause), EngineLibrary.VARIABLE),
                cause);
    }
}
