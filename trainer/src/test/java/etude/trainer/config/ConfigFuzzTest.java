package etude.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;

import etude.datasets.EtudeException;
import etude.trainer.model.ModelRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever is done to a config, it is read, or refused in sentences of one line. */
final class ConfigFuzzTest {
    private static final int MUTATIONS = 500;

    private static final List<String> AWKWARD =
            List.of(
                    "",
                    "~",
                    "null",
                    "-1",
                    "0",
                    "1e999",
                    "-0.0",
                    ".nan",
                    "010",
                    "0x10",
                    "1_000",
                    "1:30",
                    "99999999999999999999",
                    "9223372036854775808",
                    "4.9e-324",
                    "true",
                    "yes",
                    "[]",
                    "{}",
                    "[[[[]]]]",
                    "{a: {b: {c: d}}}",
                    "[1, a, null]",
                    "'",
                    "\"",
                    "\"\\ud800\"",
                    "\"\\x00\"",
                    "|",
                    ">-",
                    "&a",
                    "*a",
                    "!!int x",
                    "!",
                    "%",
                    "@",
                    "`",
                    "#",
                    ": :",
                    "- - -",
                    "? ",
                    "---",
                    "...",
                    "\t",
                    "\u0000",
                    "\u001b[31m",
                    "\u202e",
                    "\ufeff",
                    "\ud83d\ude80",
                    "\u0663",
                    "5 epochs",
                    "1e300 epochs",
                    "-5%",
                    "NaN%",
                    "all",
                    "auto",
                    "adam",
                    "{name: adam}",
                    "../..",
                    "/dev/null",
                    "a".repeat(5000),
                    "[".repeat(5000),
                    "{a: ".repeat(500),
                    "1".repeat(5000));

    private final ModelRegistry models = ModelRegistry.load();
    private final Random random = new Random(14);

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS) // against hanging; it takes a second
    void mutatedConfigsAreReadOrRefusedInSentences() throws IOException {
        List<String> texts = new ArrayList<>();
        for (Path file : ExampleConfigsTest.exampleConfigs()) {
            texts.add(Files.readString(file));
        }
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            String text = texts.get(i % texts.size());
            for (int mutations = 1 + random.nextInt(3); mutations > 0; mutations--) {
                text = mutated(text, texts);
            }
            List<String> problems = problems(text, overrides());
            refused += problems.isEmpty() ? 0 : 1;
            assertThat(problems)
                    .as(text)
                    .hasSizeLessThan(22)
                    .allSatisfy(ConfigFuzzTest::isSentence);
        }
        assertThat(refused).isBetween(MUTATIONS / 2, MUTATIONS - 10);
    }

    private List<String> overrides() {
        List<String> keys =
                List.of(
                        "name",
                        "notes",
                        "dataset",
                        "dataset.name",
                        "dataset.path",
                        "model",
                        "model.name",
                        "model.hidden",
                        "optimizer",
                        "optimizer.name",
                        "optimizer.momentum",
                        "seed",
                        "batch_size",
                        "max_train_steps",
                        "schedule.warmup_steps",
                        "gradient_clipping.norm",
                        "a.b.c.d",
                        "");
        return random.nextInt(3) > 0
                ? List.of()
                : List.of(pick(keys) + (random.nextInt(20) > 0 ? "=" : "") + pick(AWKWARD));
    }

    private List<String> problems(String text, List<String> overrides) {
        try {
            RunConfig config = ConfigLoader.parse(text, "fuzz.yaml", overrides, models);
            Durations.resolve(config, 1 + random.nextInt(1_000_000));
            assertThat(
                            ConfigLoader.parse(
                                    ConfigWriter.toYaml(config), "written", List.of(), models))
                    .isEqualTo(config);
            return List.of();
        } catch (ConfigException e) {
            return e.problems();
        } catch (EtudeException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private static void isSentence(String problem) {
        assertThat(problem)
                .isNotBlank()
                .hasSizeLessThan(1000)
                .doesNotContain("\n", "\u001b", "Exception", "java.", "etude.trainer");
    }

    private String mutated(String text, List<String> texts) {
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        int line = random.nextInt(lines.size());
        String old = lines.get(line);
        switch (random.nextInt(9)) {
            case 0 -> lines.remove(line);
            case 1 -> lines.add(random.nextInt(lines.size()), old);
            case 2 -> lines.set(line, " ".repeat(random.nextInt(5)) + old);
            case 3 -> lines.set(line, old.substring(0, random.nextInt(old.length() + 1)));
            case 4, 5 -> lines.set(line, old.replaceFirst(":.*", "") + ": " + pick(AWKWARD));
            case 6 -> {
                int at = random.nextInt(old.length() + 1);
                lines.set(line, old.substring(0, at) + pick(AWKWARD) + old.substring(at));
            }
            case 7 -> lines.add(line, pick(Arrays.asList(pick(texts).split("\n", -1))));
            default -> {
                StringBuilder changed = new StringBuilder(old);
                for (int i = 0; i < changed.length() && i < 3; i++) {
                    changed.setCharAt(
                            random.nextInt(changed.length()), (char) (' ' + random.nextInt(96)));
                }
                lines.set(line, changed.toString());
            }
        }
        return String.join("\n", lines);
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
