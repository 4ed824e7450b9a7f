package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.subword.TokenizerReader;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A language model of subwords, learnt from a folder of texts that is gone by now. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SubwordsTest {
    private static final String CONFIG =
            """
            name: %s
            threads: 1
            dataset: {name: text, path: %s, context_length: 8, validation_fraction: 0.2, %s}
            model: {name: gpt, layers: 1, width: 16, heads: 2}
            optimizer: {name: adam, learning_rate: 0.01}
            batch_size: 16
            max_train_steps: 40
            evaluation: {every: 40, batch_size: 16}
            checkpoints: {every: 40, metric: validation/bits_per_byte}
            %s
            """;

    private static final String PAIRS = "vocabulary: byte_pair, vocabulary_size: 270";

    private Path folder = Path.of("");

    @BeforeAll
    void train(@TempDir Path temporary) throws IOException {
        folder = temporary;
        texts("texts");
        texts("gone");
        CommandResult trained = train("pairs", folder.resolve("gone"), PAIRS, "");
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        AtomicFiles.deleteTree(folder.resolve("gone"));
        CommandResult exported = run("export", "runs/pairs", "--format", "safetensors");
        assertThat(exported.exitCode()).as(exported.err()).isZero();
    }

    private void texts(String name) throws IOException {
        Files.createDirectories(folder.resolve(name));
        for (int i = 0; i < 10; i++) {
            Files.writeString(
                    folder.resolve(name).resolve(i + ".txt"),
                    "The cat no. %s sat on the mat, and the cäts sät.\n".formatted(i).repeat(6));
        }
    }

    private CommandResult train(String name, Path texts, String vocabulary, String more)
            throws IOException {
        Path config = folder.resolve(name + ".yaml");
        Files.writeString(config, CONFIG.formatted(name, texts, vocabulary, more));
        return run("train", config.toString());
    }

    private CommandResult run(String... arguments) {
        return EtudeCommand.run(folder, arguments);
    }

    @Test
    void bitsPerByteRankAndAreThoseOfTheLoss() throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("runs/pairs/metrics.jsonl"));
        JsonNode last = Json.parse(lines.get(lines.size() - 1).getBytes(StandardCharsets.UTF_8));
        double bits = last.path("validation/bits_per_byte").asDouble();
        JsonNode summary =
                Json.parse(Files.readAllBytes(folder.resolve("runs/pairs/summary.json")));
        assertThat(summary.at("/best/metrics").path("validation/bits_per_byte").asDouble())
                .isEqualTo(bits);
        CommandResult inspected = run("data", "inspect", corpus().toString());
        assertThat(inspected.exitCode()).as(inspected.err()).isZero();
        String row =
                inspected
                        .out()
                        .lines()
                        .filter(line -> line.startsWith("bytes per token"))
                        .findFirst()
                        .orElseThrow();
        double bytesPerToken = Double.parseDouble(row.replaceAll(".* ", ""));
        assertThat(last.path("validation/loss").asDouble() / Math.log(2) / bytesPerToken)
                .isCloseTo(bits, within(0.02));
        assertThat(inspected.out()).containsPattern("ends of texts +8 +[12]");
    }

    private Path corpus() throws IOException {
        return Files.writeString(
                folder.resolve("corpus.yaml"),
                CONFIG.formatted("corpus", folder.resolve("texts"), PAIRS, ""));
    }

    @Test
    void theModelNeedsNoCorpus() throws IOException {
        Path other = Files.writeString(folder.resolve("other.txt"), "The cat sat. ".repeat(20));
        CommandResult one = run("evaluate", "runs/pairs", "--data", other.toString());
        assertThat(one.exitCode()).as(one.err()).isZero();
        assertThat(one.out()).contains("other/bits_per_byte");
        CommandResult many = run("evaluate", "runs/pairs", "--data", "texts");
        assertThat(many.exitCode()).as(many.err()).isZero();

        String[] generate = {"generate", "runs/pairs", "--prompt", "The cät", "--tokens", "12"};
        CommandResult text = run(generate);
        assertThat(text.exitCode()).as(text.err()).isZero();
        assertThat(text.out()).startsWith("The cät");
        generate[1] = "exports/pairs-safetensors";
        assertThat(run(generate).out()).isEqualTo(text.out());
    }

    @Test
    void whatItLearntGoesOnInAnotherRunAndInHuggingFacesLibrary() throws IOException {
        Path tokenizer = folder.resolve("exports/pairs-safetensors/tokenizer.json");
        String json = Files.readString(tokenizer);
        assertThat(TokenizerReader.installed().read("t", json).encode("The cäts").length)
                .isLessThan(9);
        assertThat(Files.readString(tokenizer.resolveSibling("README.md")))
                .contains("subwords by `tokenizer.json`");
        String from =
                "initialize_from: {path: %s}"
                        .formatted(folder.resolve("exports/pairs-safetensors"));
        String theirs = "vocabulary: tokenizer, tokenizer: " + tokenizer;
        CommandResult next = train("next", folder.resolve("texts"), theirs, from);
        assertThat(next.exitCode()).as(next.err()).isZero();

        Path words = Files.createDirectories(folder.resolve("words"));
        for (int i = 0; i < 10; i++) {
            Files.writeString(words.resolve(i + ".txt"), "Some other words. ".repeat(20));
        }
        CommandResult refused = train("refused", words, PAIRS, from);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains("initialize_from.path: expected weights of the same tokens");
    }

    @Test
    void badInputIsOneSentence() throws IOException {
        Path texts = folder.resolve("texts");
        assertRefused(
                "vocabulary: tokenizer needs the path of its file", texts, "vocabulary: tokenizer");
        assertRefused(
                "vocabulary_size: expected with vocabulary: byte_pair",
                texts,
                "vocabulary_size: 300");
        assertRefused("tokenizer: expected with vocabulary: tokenizer", texts, "tokenizer: t.json");
        assertRefused("from 258 to 262144", texts, "vocabulary: byte_pair, vocabulary_size: 200");
        assertRefused(
                "dataset.vocabulary_size: expected at most ",
                texts,
                "vocabulary: byte_pair, vocabulary_size: 5000");
        assertRefused(
                "corpus.yaml: expected a tokenizer.json of Hugging Face's tokenizers",
                texts,
                "vocabulary: tokenizer, tokenizer: " + corpus());
    }

    private void assertRefused(String sentence, Path texts, String vocabulary) throws IOException {
        CommandResult refused = train("bad", texts, vocabulary, "");
        assertThat(refused.exitCode()).as(refused.err()).isIn(1, 2);
        assertThat(refused.err()).contains(sentence).doesNotContain("Exception");
    }
}
