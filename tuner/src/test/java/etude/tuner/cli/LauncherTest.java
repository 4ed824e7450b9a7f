package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The real launcher in a built checkout, whose jar leads to the classes under test. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a bash script")
final class LauncherTest {
    @TempDir private Path directory;

    private Path launcher = Path.of("");

    @BeforeEach
    void layOutABuiltCheckout() throws IOException {
        Path root = directory.resolve("check out");
        launcher = root.resolve("scripts").resolve("etude");
        Files.createDirectories(root.resolve("scripts"));
        Files.copy(Path.of("..", "scripts", "etude"), launcher);
        Files.createDirectories(root.resolve("tuner").resolve("src").resolve("main"));
        Files.createFile(root.resolve("pom.xml"));
        Files.createFile(root.resolve("tuner").resolve("pom.xml"));
        Path target = root.resolve("tuner").resolve("target");
        writeJar(Files.createDirectories(target.resolve("lib")).resolve("etude.jar"));
        Files.writeString(target.resolve("etude.built"), java() + " \n");
    }

    @Test
    void worksFromAnyFolderWithSpacesInThePath() throws Exception {
        CommandResult help = launch(launcher, "--help");
        assertThat(help.err()).isEmpty();
        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("Usage: etude");
    }

    @Test
    void worksThroughAChainOfSymbolicLinks() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), launcher);
        Path relative =
                Files.createSymbolicLink(
                        Files.createDirectory(directory.resolve("a bin")).resolve("etude"),
                        Path.of("..").resolve(link.getFileName()));
        CommandResult help = launch(relative, "--help");
        assertThat(help.err()).isEmpty();
        assertThat(help.exitCode()).isZero();
    }

    @Test
    void argumentsAndExitCodesPassThrough() throws Exception {
        CommandResult wrong = launch(launcher, "train", "no such file.yaml");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).startsWith("etude: no such file.yaml").hasLineCount(1);
    }

    /** The shell makes the names, since this test's own Java may not be able to. */
    @Test
    void namesOfAnyLanguageWorkInEveryLocale() throws Exception {
        String script =
                """
                folder=$(printf 'w\\303\\266rk') file=$(printf 'K\\303\\244fer.yaml')
                mkdir "$folder" && cd "$folder" && echo 'seed: 1' >"$file" && exec "$0" train "$file"
                """;
        CommandResult wrong =
                launch(Path.of("env"), "LC_ALL=C", "bash", "-c", script, launcher.toString());
        assertThat(wrong.err())
                .startsWith("etude: K\u00e4fer.yaml:1: missing key name (Name of the run");
        assertThat(wrong.exitCode()).isEqualTo(2);
    }

    /** A script in place of Java, with which the checkout was built. */
    private Path javaThatSaysItsWords() throws IOException {
        Path home = directory.resolve("jdk");
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(directory.resolve("check out/tuner/target/etude.built"), java + " \n");
        return home;
    }

    @Test
    void theChosenLibraryAndTheWordForGpusReachTheCommand() throws Exception {
        Path home = javaThatSaysItsWords();
        Path root = directory.resolve("check out");
        Path chosen = root.resolve(".etude/libtorch");

        assertThat(launchWith(home, launcher, "--gpu", "--mirror", "file:/m").out().lines())
                .endsWith("doctor", "--use", "gpu", "--mirror", "file:/m")
                .contains("-Detude.library=" + chosen)
                .noneMatch(word -> word.startsWith("-DPYTORCH_LIBRARY_PATH"));

        Files.createDirectories(chosen.getParent());
        Files.writeString(chosen, "/a folder/lib\n");
        assertThat(launchWith(home, launcher, "doctor").out().lines())
                .endsWith("doctor")
                .contains("-DPYTORCH_LIBRARY_PATH=/a folder/lib");
    }

    @Test
    void columnsAreThoseOfTheEnvironmentAndOfNoFile() throws Exception {
        Path home = javaThatSaysItsWords();
        Path env = Path.of("env");
        String script = launcher.toString();

        assertThat(launchWith(home, env, "COLUMNS=72", script, "study", "list").out().lines())
                .contains("-Detude.out.columns=72")
                .noneMatch(word -> word.contains("charset"));
        assertThat(launchWith(home, env, "COLUMNS=wide", script, "study", "list").out())
                .doesNotContain("columns", "charset");
    }

    private CommandResult launch(Path script, String... arguments) throws Exception {
        return launchWith(Path.of(System.getProperty("java.home")), script, arguments);
    }

    private CommandResult launchWith(Path javaHome, Path script, String... arguments)
            throws Exception {
        String home = "JAVA_HOME=" + javaHome;
        List<String> command =
                new ArrayList<>(
                        List.of("env", "-u", "ETUDE_MAVEN_ARGUMENTS", home, script.toString()));
        command.addAll(List.of(arguments));
        return EtudeProcess.run(directory, command);
    }

    private static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** A jar with nothing but a manifest that names this test's class path. */
    private static void writeJar(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Arrays.stream(
                                        System.getProperty("java.class.path")
                                                .split(File.pathSeparator))
                                .map(entry -> Path.of(entry).toUri().toString())
                                .collect(Collectors.joining(" ")));
        try (OutputStream out = Files.newOutputStream(jar)) {
            new JarOutputStream(out, manifest).close();
        }
    }
}
