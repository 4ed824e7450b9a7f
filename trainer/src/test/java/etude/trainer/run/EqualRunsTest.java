package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.files.Json;
import etude.trainer.metrics.ClassCounts;
import etude.trainer.run.SmallRun.Quiet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two runs of one config leave the same files, but for times: to the byte, and in every process.
 */
final class EqualRunsTest {
    @TempDir static Path folder;

    @BeforeAll
    static void trainTwice() {
        SmallRun.run(folder.resolve("one"), new Quiet());
        SmallRun.run(folder.resolve("other"), new Quiet());
    }

    @Test
    void everyFileHasTheSameBytesExceptForTimes() throws IOException {
        Map<String, String> one = files(folder.resolve("one"));

        assertThat(files(folder.resolve("other"))).isEqualTo(one);
        assertThat(one)
                .containsKeys(
                        "config.yaml",
                        "run.json",
                        "metrics.jsonl",
                        "steps.bin",
                        "correct.bin",
                        "outcomes.json",
                        "checkpoints/step-00000060/state.safetensors",
                        "checkpoints/step-00000060/manifest.json",
                        "predictions/step-00000060.jsonl",
                        "attempts/0.json")
                .hasSizeGreaterThan(15);
    }

    /** A map without an order is written in another one by every process. */
    @Test
    void membersAreWrittenInOneOrder() throws IOException {
        JsonNode manifest = json("checkpoints/step-00000060/manifest.json");
        assertThat(keys(manifest.path("facts")))
                .containsExactly("seconds", "data", "data_statistics", "test_data");
        assertThat(keys(manifest.path("files")))
                .containsExactly(
                        "parameters.safetensors", "state.safetensors", "preprocessing.json");
        assertThat(keys(json("attempts/0.json").path("versions")))
                .containsExactly("djl", "etude", "java", "pytorch");
        byte[] state =
                Files.readAllBytes(
                        folder.resolve("one/checkpoints/step-00000060/state.safetensors"));
        assertThat(new String(state, 0, 600, StandardCharsets.ISO_8859_1))
                .matches(
                        "(?s).*optimizer\\.mean\".*optimizer\\.mean_square.*training\\.weights.*training\\.statistics.*");
    }

    @Test
    void whatIsRightIsTheSameInEveryFile() {
        RunRecord run = RunRecord.read(new RunDirectory(folder.resolve("one")));

        List<ClassCounts> counts =
                run.classes().stream().filter(one -> one.split().equals("validation")).toList();
        assertThat(run.correct().examples()).isEqualTo(60);
        assertThat(run.correct().evaluations()).containsOnlyKeys(20L, 40L, 60L);
        for (ClassCounts one : counts) {
            assertThat(
                            (long)
                                    run.correct()
                                            .evaluations()
                                            .getOrDefault(one.step(), new BitSet())
                                            .cardinality())
                    .isEqualTo(one.correct().stream().mapToLong(Long::longValue).sum());
        }
        Outcomes.Evaluated last = run.outcomes().orElseThrow().last().orElseThrow();
        int[][] confusion = ((Outcomes.Confusion) last.predictions()).counts();
        ClassCounts atTheEnd = counts.get(counts.size() - 1);
        for (int c = 0; c < confusion.length; c++) {
            assertThat((long) Arrays.stream(confusion[c]).sum())
                    .isEqualTo(atTheEnd.examples().get(c));
            assertThat((long) confusion[c][c]).isEqualTo(atTheEnd.correct().get(c));
        }
        assertThat(run.outcomes().orElseThrow().best().orElseThrow().step())
                .isEqualTo(run.best().orElseThrow().step());
        assertThat(run.problems()).isEmpty();
    }

    private static JsonNode json(String name) throws IOException {
        return Json.parse(Files.readAllBytes(folder.resolve("one").resolve(name)));
    }

    private static List<String> keys(JsonNode object) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    /** Their contents by name. Names of event files are times, and so is much of what they hold. */
    private static Map<String, String> files(Path root) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(file).toString();
                if (!name.startsWith("tensorboard") && !name.equals("run.lock")) {
                    files.put(
                            name,
                            withoutTimes(Files.readString(file, StandardCharsets.ISO_8859_1)));
                }
            }
        }
        return files;
    }

    private static String withoutTimes(String text) {
        return text.replaceAll(
                "\"(created|start|end|manifest_crc32c|[a-z_]*seconds|examples_per_second|data_wait_fraction)\"( ?: ?)(\"[^\"]*\"|[-+.0-9eE]+)",
                "\"$1\"$2?");
    }
}
