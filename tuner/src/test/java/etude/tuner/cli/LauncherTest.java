package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
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

    /** The example of docs/extending.md, compiled into a jar that no class path of a test has. */
    private Path jarWithAnOptimizer() throws IOException {
        Path classes = Files.createDirectories(directory.resolve("classes"));
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(
                services.resolve("etude.trainer.provider.OptimizerProvider"), "example.Lion\n");
        int failed =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-proc:none",
                                "-d",
                                classes.toString(),
                                "../trainer/src/test/java/example/Lion.java");
        assertThat(failed).isZero();
        Path jar = directory.resolve("lion.jar");
        int packed =
                java.util.spi.ToolProvider.findFirst("jar")
                        .orElseThrow()
                        .run(
                                new PrintStream(
                                        OutputStream.nullOutputStream(),
                                        false,
                                        StandardCharsets.UTF_8),
                                new PrintStream(
                                        OutputStream.nullOutputStream(),
                                        false,
                                        StandardCharsets.UTF_8),
                                "--create",
                                "--file=" + jar,
                                "-C",
                                classes.toString(),
                                ".");
        assertThat(packed).isZero();
        return jar;
    }

    @Test
    void aRunKnowsTheJarThatItWasTrainedWith() throws Exception {
        Path jar = jarWithAnOptimizer();
        Files.writeString(
                directory.resolve("lion.yaml"),
                """
                name: lion
                threads: 1
                dataset: {name: generated, examples: 60, image_size: 8, test_fraction: 0.2}
                model: {name: mlp, hidden: [4]}
                batch_size: 8
                max_train_steps: 2
                optimizer: {name: lion, learning_rate: 0.01}
                """);
        Path env = Path.of("env");
        String given = "ETUDE_CLASSPATH=" + jar;
        CommandResult trained = launch(env, given, launcher.toString(), "train", "lion.yaml");
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(directory.resolve("runs/lion/jars.json"))
                .content()
                .contains(jar.toString(), "\"optimizer lion\" : \"example.Lion\"");

        // This JVM has the class path of every other command.
        CommandResult without = EtudeCommand.run(directory, "evaluate", run());
        assertThat(without.exitCode()).isEqualTo(1);
        assertThat(without.err())
                .isEqualTo(
                        "etude: runs/lion uses the optimizer lion of lion.jar, which is not on the class path; set ETUDE_CLASSPATH=lion.jar for this command\n");
        Files.delete(jar);
        assertThat(EtudeCommand.run(directory, "predict", run(), run()).err())
                .contains("lion.jar, which is not on the class path; that file is not there");
        CommandResult gone = launch(env, given, launcher.toString(), "evaluate", run());
        assertThat(gone.exitCode()).isEqualTo(1);
        assertThat(gone.err())
                .isEqualTo(
                        "etude: ETUDE_CLASSPATH: expected jars or folders of classes with colons between them, found %s, which is not there.\n"
                                .formatted(jar));
    }

    private String run() {
        return directory.resolve("runs/lion").toString();
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
