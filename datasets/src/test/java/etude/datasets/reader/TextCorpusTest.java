package etude.datasets.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.Batch;
import etude.datasets.CorruptFileException;
import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.Features;
import etude.datasets.Target;
import etude.datasets.config.SourceConfig.TextVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextCorpusTest {
    @TempDir private Path folder;
    private final List<String> notes = new ArrayList<>();

    @Test
    void trainingWindowsBeginAtEveryTokenAndPredictTheNext() throws IOException {
        TextCorpus corpus = open("abcde", TextVocabulary.CHARACTER);
        try (Dataset windows = corpus.windows(0, 5, 2, 1)) {
            assertThat(windows.spec().features()).isEqualTo(new Features.Tokens(2, 5));
            assertThat(windows.spec().target()).isEqualTo(new Target.NextToken(5));
            assertThat(windows.size()).isEqualTo(3);
            Batch batch = new Batch(windows.spec(), 3);
            for (int i = 0; i < 3; i++) {
                windows.read(i, batch, i);
            }
            assertThat(batch.tokens()).containsExactly(0, 1, 1, 2, 2, 3);
            assertThat(batch.labels()).containsExactly(1, 2, 2, 3, 3, 4);
        }
    }

    @Test
    void evaluationWindowsPredictNoTokenTwice() throws IOException {
        TextCorpus corpus = open("abcdefgh", TextVocabulary.CHARACTER);
        try (Dataset windows = corpus.windows(1, 8, 3, 3)) {
            assertThat(windows.size()).isEqualTo(2);
            Batch batch = new Batch(windows.spec(), 2);
            windows.read(0, batch, 0);
            windows.read(1, batch, 1);
            assertThat(batch.labels()).containsExactly(2, 3, 4, 5, 6, 7);
            assertThat(windows.name(1)).endsWith("text.txt tokens from 4");
        }
    }

    @Test
    void byteOrderMarkIsNoCharacterOfTheText() throws IOException {
        TextCorpus corpus = open("\uFEFFab\uFEFF", TextVocabulary.CHARACTER);
        assertThat(corpus.size()).isEqualTo(3);
        assertThat(corpus.vocabulary().encode("ab\uFEFF")).containsExactly(0, 1, 2);
    }

    @Test
    void charactersAreCodePointsInAscendingOrder() throws IOException {
        TextCorpus corpus = open("zé😀a\nz", TextVocabulary.CHARACTER);
        assertThat(corpus.size()).isEqualTo(6);
        assertThat(corpus.vocabulary().size()).isEqualTo(5);
        int[] tokens = corpus.vocabulary().encode("\nazé😀");
        assertThat(tokens).containsExactly(0, 1, 2, 3, 4);
        assertThat(corpus.vocabulary().decode(tokens)).isEqualTo("\nazé😀");
        assertThatThrownBy(() -> corpus.vocabulary().encode("x"))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("'x' (U+0078)");
    }

    @Test
    void moreThan256CharactersTakeWiderTokens() throws IOException {
        String text =
                IntStream.rangeClosed(0x4e00, 0x4e00 + 299)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
        TextCorpus corpus = open(text, TextVocabulary.CHARACTER);
        try (Dataset windows = corpus.windows(0, 300, 299, 1)) {
            Batch batch = new Batch(windows.spec(), 1);
            windows.read(0, batch, 0);
            assertThat(batch.labels()).isEqualTo(IntStream.rangeClosed(1, 299).toArray());
        }
    }

    @Test
    void bytesNeedNoUtf8() throws IOException {
        Path file = folder.resolve("raw");
        Files.write(file, new byte[] {(byte) 0xff, 0, 'a'});
        TextCorpus corpus = TextCorpus.open(file, TextVocabulary.BYTE, folder, notes::add);
        try (Dataset windows = corpus.windows(0, 3, 2, 1)) {
            Batch batch = new Batch(windows.spec(), 1);
            windows.read(0, batch, 0);
            assertThat(batch.tokens()).containsExactly(255, 0);
            assertThat(batch.labels()).containsExactly(0, 97);
        }
        assertThat(corpus.vocabulary().encode("é")).containsExactly(0xc3, 0xa9);
        assertThat(corpus.vocabulary().decode(new int[] {0xc3, 0xa9})).isEqualTo("é");
    }

    @Test
    void nonUtf8IsRefusedWithItsOffset() throws IOException {
        Path file = folder.resolve("latin1.txt");
        byte[] bytes = new byte[70000];
        Arrays.fill(bytes, (byte) 'a');
        bytes[69999] = (byte) 0xe9;
        Files.write(file, bytes);
        assertThatThrownBy(
                        () -> TextCorpus.open(file, TextVocabulary.CHARACTER, folder, notes::add))
                .isInstanceOf(CorruptFileException.class)
                .hasMessage(file + ": expected UTF-8 text, found byte 0xe9 at offset 69999");
    }

    @Test
    void emptyAndTooShortTextsAreRefused() throws IOException {
        assertThatThrownBy(() -> open("", TextVocabulary.CHARACTER))
                .hasMessageContaining("expected 1 to 2147483647 characters of text, found 0");
        assertThatThrownBy(() -> open("", TextVocabulary.BYTE)).hasMessageContaining("found 0");
        TextCorpus corpus = open("abcdef", TextVocabulary.CHARACTER);
        assertThatThrownBy(() -> corpus.windows(2, 6, 4, 1))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("expected at least 5 tokens")
                .hasMessageContaining("found 4");
    }

    @Test
    void secondFileHasTheVocabularyOfTheFirst() throws IOException {
        TextCorpus first = open("abc", TextVocabulary.CHARACTER);
        Path second = Files.writeString(folder.resolve("second.txt"), "ccb");
        TextCorpus like = TextCorpus.openLike(first.vocabulary(), second, folder, notes::add);
        try (Dataset windows = like.windows(0, 3, 2, 2)) {
            Batch batch = new Batch(windows.spec(), 1);
            windows.read(0, batch, 0);
            assertThat(windows.spec().features()).isEqualTo(new Features.Tokens(2, 3));
            assertThat(batch.tokens()).containsExactly(2, 2);
        }
        Path third = Files.writeString(folder.resolve("third.txt"), "abé?");
        assertThatThrownBy(() -> TextCorpus.openLike(first.vocabulary(), third, folder, notes::add))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("third.txt")
                .hasMessageContaining("found 'é' (U+00E9) at byte 2");
    }

    @Test
    void tinyShakespeareHas65Characters() {
        Path file = OutsideData.require("tinyshakespeare.txt");
        TextCorpus corpus = TextCorpus.open(file, TextVocabulary.CHARACTER, folder, notes::add);
        assertThat(corpus.size()).isEqualTo(1115394);
        assertThat(corpus.vocabulary().size()).isEqualTo(65);
    }

    private TextCorpus open(String text, TextVocabulary vocabulary) throws IOException {
        Path file = Files.writeString(folder.resolve("text.txt"), text);
        return TextCorpus.open(file, vocabulary, folder.resolve("cache"), notes::add);
    }
}
