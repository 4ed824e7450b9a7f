package etude.datasets.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.Target;
import etude.datasets.config.DatasetConfig;
import etude.datasets.config.SourceConfig;
import etude.datasets.config.SourceConfig.TextVocabulary;
import etude.datasets.encoding.Encoding;
import etude.datasets.encoding.Vocabulary;
import etude.datasets.split.Splits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedTextTest {
    @TempDir private Path folder;
    private final List<String> notes = new ArrayList<>();

    @Test
    void textsFollowEachOtherWithATokenBetweenThem() throws IOException {
        write("b.txt", "ba");
        write("a.txt", "ab");
        write("inside/c.txt", "aab");
        write("d.txt", "");
        write(".hidden", "zz");
        try (Splits splits = open(text("texts", TextVocabulary.CHARACTER, 2), 0.4)) {
            assertThat(vocabulary(splits).size()).isEqualTo(3);
            assertThat(vocabulary(splits).endOfText()).hasValue(2);
            assertThat(packed(splits)).isIn("ab|ba|", "ab|aab|", "ba|aab|");
            assertThat(notes)
                    .contains(
                            "1 empty file of %s is left out, such as %s."
                                    .formatted(
                                            folder.resolve("texts"),
                                            folder.resolve("texts/d.txt")));
        }
    }

    /** The tokens that train, with a bar for the end of a text. */
    private static String packed(Splits splits) {
        Vocabulary vocabulary = vocabulary(splits);
        StringBuilder text = new StringBuilder();
        Batch batch = new Batch(splits.train().spec(), 1);
        for (int index = 0; index < splits.train().size(); index++) {
            splits.train().read(index, batch, 0);
            for (int i = index == 0 ? 0 : batch.tokens().length - 1;
                    i < batch.tokens().length;
                    i++) {
                text.append(shown(vocabulary, batch.tokens()[i]));
            }
        }
        return text.append(shown(vocabulary, batch.labels()[batch.labels().length - 1])).toString();
    }

    private static String shown(Vocabulary vocabulary, int token) {
        return token == vocabulary.size() - 1 ? "|" : vocabulary.decode(new int[] {token});
    }

    @Test
    void wholeFilesAreHeldOutBySplitSeedAlone() throws IOException {
        for (int i = 0; i < 20; i++) {
            write("%02d.txt".formatted(i), Character.toString('a' + i).repeat(40));
        }
        try (Splits splits = open(text("texts", TextVocabulary.BYTE, 4), 0.2);
                Splits again = open(text("texts", TextVocabulary.BYTE, 4), 0.2);
                Splits other = open(config(text("texts", TextVocabulary.BYTE, 4), 0.2, 0.2, 7))) {
            String train = letters(splits.train());
            String validation = letters(splits.validation());
            assertThat(validation).hasSize(4);
            assertThat(train).hasSize(16).doesNotContain(validation.split(""));
            assertThat(letters(again.validation())).isEqualTo(validation);
            assertThat(letters(other.validation())).hasSize(4).isNotEqualTo(validation);
            assertThat(letters(other.test().orElseThrow()))
                    .hasSize(4)
                    .doesNotContain(letters(other.validation()).split(""));
            assertThat(splits.warnings()).isEmpty();
        }
    }

    @Test
    void aPatternChoosesFilesAndFewFilesAreSaidToDivideBadly() throws IOException {
        write("a.txt", "ab".repeat(20));
        write("inside/b.txt", "ab".repeat(20));
        write("inside/c.txt", "ba".repeat(20));
        write("inside/d.csv", "zz".repeat(20));
        try (Splits splits = open(text("texts/**.txt", TextVocabulary.CHARACTER, 3), 0.1)) {
            assertThat(vocabulary(splits).size()).isEqualTo(3);
            assertThat(splits.warnings())
                    .anyMatch(
                            warning ->
                                    warning.equals(
                                            "dataset.validation_fraction: 33 % of the bytes are held out, and not 10 %, as files stay whole: 1 of 3; validation_path names a text of its own"));
        }
        assertThatThrownBy(() -> open(text("texts/*.md", TextVocabulary.BYTE, 3), 0.1))
                .isInstanceOf(EtudeException.class)
                .hasMessage(
                        "%s: expected files that match '*.md' with text in them, found none"
                                .formatted(folder.resolve("texts")));
    }

    @Test
    void copiesOfTrainingTextsAmongThoseThatValidateAreCounted() throws IOException {
        for (int i = 0; i < 10; i++) {
            write(i + ".txt", "the same text");
        }
        try (Splits splits = open(text("texts", TextVocabulary.BYTE_PAIR, 3), 0.2)) {
            assertThat(splits.warnings())
                    .containsExactly(
                            "2 of the validation texts also stand among those that train: the validation loss tells less of other texts; remove the copies");
        }
    }

    @Test
    void allBadFilesAreNamedAtOnce() throws IOException {
        for (int i = 0; i < 5; i++) {
            write(i + ".txt", "good text " + i);
        }
        Files.write(folder.resolve("texts/5.txt"), new byte[] {'a', (byte) 0xff});
        Files.write(folder.resolve("texts/6.txt"), new byte[] {(byte) 0x80});
        assertThatThrownBy(() -> open(text("texts", TextVocabulary.BYTE_PAIR, 3), 0.2))
                .hasMessageContaining("2 files are not as expected:")
                .hasMessageContaining("5.txt: expected UTF-8 text, found byte 0xff at offset 1")
                .hasMessageContaining("6.txt: expected UTF-8 text, found byte 0x80 at offset 0");
        assertThat(open(text("texts", TextVocabulary.BYTE, 3), 0.2).train().size()).isPositive();
    }

    @Test
    void bytePairsAreLearntFromWhatTrainsAlone() throws IOException {
        String training = "the cat sat. ".repeat(90);
        Path file = write("one.txt", training + "xyxyxyxyxy".repeat(13));
        SourceConfig.Text one = text(file.toString(), TextVocabulary.BYTE_PAIR, 8);
        try (Splits splits = open(one, 0.1)) {
            Vocabulary vocabulary = vocabulary(splits);
            assertThat(vocabulary.size()).isEqualTo(262);
            assertThat(vocabulary.encode(" the").length).isLessThan(3);
            assertThat(vocabulary.encode("xyxy")).containsExactly('x', 'y', 'x', 'y');
            assertThat(windows(splits.validation())).allMatch(window -> window.matches("[xy]+"));
            Batch batch = new Batch(splits.train().spec(), 1);
            splits.train().read(0, batch, 0);
            String text = vocabulary.decode(batch.labels());
            assertThat(batch.textBytes()).containsExactly(text.length());
            assertThat(training).contains(text);
        }
        assertThat(notes).hasSize(1);
        try (Splits splits = open(one, 0.1)) {
            assertThat(vocabulary(splits).encode(" the").length).isLessThan(3);
            assertThat(notes).as("the second time nothing is learnt").hasSize(1);
        }
    }

    /** Every vocabulary has the same text to validate on, so that bits per byte can be compared. */
    @Test
    void oneFileIsCutAtTheSameByteWhateverItsTokensAre() throws IOException {
        Path file = write("one.txt", "äöü€ the cat sat on the mat. ".repeat(100));
        byte[] all = Files.readAllBytes(file);
        try (Splits bytes = open(text(file.toString(), TextVocabulary.BYTE, 2), 0.25);
                Splits pairs = open(text(file.toString(), TextVocabulary.BYTE_PAIR, 2), 0.25)) {
            int at = Integer.parseInt(bytes.validation().name(0).replaceAll(".* ", ""));
            assertThat(at).isEqualTo(all.length - Math.round(0.25f * all.length));
            Batch batch = new Batch(pairs.validation().spec(), 1);
            pairs.validation().read(0, batch, 0);
            String first = vocabulary(pairs).decode(batch.tokens());
            String there = new String(all, at, all.length - at, StandardCharsets.UTF_8);
            assertThat(there.indexOf(first)).isBetween(0, 3); // in front of it, a cut character
        }
    }

    @Test
    void fewerExamplesAreTheFirstOfEachSplit() throws IOException {
        Path file = write("one.txt", "the cat sat on the mat. ".repeat(100));
        SourceConfig.Text one = text(file.toString(), TextVocabulary.BYTE_PAIR, 4);
        try (Splits all = open(one, 0.25);
                Splits few = open(examples(one, 40))) {
            assertThat(windows(all.train()).subList(0, few.train().size()))
                    .isEqualTo(windows(few.train()));
            assertThat(few.train().size()).isBetween(115, 120);
            assertThat(few.validation().size()).isBetween(9, 10);
        }
        assertThatThrownBy(() -> open(examples(one, 100_000)))
                .hasMessageContaining("dataset.examples: expected at most");
    }

    @Test
    void aLongTextInPartsHasTheTokensOfTheWhole() throws IOException {
        String text = "the cat's  sat\n\n on the 12 mats. \r\n".repeat(9000);
        Path file = write("one.txt", text);
        try (Splits splits = open(text(file.toString(), TextVocabulary.BYTE_PAIR, 5), 0.1)) {
            int count = splits.train().size() + 5;
            int[] tokens = vocabulary(splits).encode(text);
            Batch batch = new Batch(splits.train().spec(), 1);
            for (int at = 0; at + 15 < count; at += 5) {
                splits.train().read(at, batch, 0);
                assertThat(batch.tokens()).isEqualTo(Arrays.copyOfRange(tokens, at, at + 5));
            }
        }
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve("texts").resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        return Files.writeString(file, text);
    }

    private SourceConfig.Text text(String path, TextVocabulary vocabulary, int length) {
        return new SourceConfig.Text(
                path,
                vocabulary,
                vocabulary == TextVocabulary.BYTE_PAIR ? Optional.of(262) : Optional.empty(),
                Optional.empty(),
                length);
    }

    private Splits open(SourceConfig.Text text, double validation) {
        return open(config(text, validation, 0, 0));
    }

    private Splits open(DatasetConfig config) {
        return Sources.open(config, new DataRoot(folder, folder.resolve("cache")), notes::add);
    }

    private static DatasetConfig config(
            SourceConfig.Text text, double validation, double test, long seed) {
        return new DatasetConfig(
                text,
                Optional.empty(),
                validation,
                Optional.empty(),
                test,
                Optional.empty(),
                false,
                seed,
                List.of());
    }

    private static DatasetConfig examples(SourceConfig.Text text, int count) {
        return new DatasetConfig(
                text,
                Optional.of(count),
                0.25,
                Optional.empty(),
                0,
                Optional.empty(),
                false,
                0,
                List.of());
    }

    private static Vocabulary vocabulary(Splits splits) {
        return ((Encoding.Text) splits.encoding()).vocabulary();
    }

    /** The text of each window, with a bar for the end of a text. */
    private static List<String> windows(Dataset examples) {
        List<String> windows = new ArrayList<>();
        Batch batch = new Batch(examples.spec(), 1);
        int end =
                examples.spec().target() instanceof Target.NextToken next
                        ? next.vocabularySize() - 1
                        : -1;
        for (int index = 0; index < examples.size(); index++) {
            examples.read(index, batch, 0);
            StringBuilder text = new StringBuilder();
            for (int token : batch.tokens()) {
                text.append(token == end ? "|" : Character.toString(token));
            }
            windows.add(text.toString());
        }
        return windows;
    }

    /** The letters of all windows, each once. */
    private static String letters(Dataset examples) {
        StringBuilder letters = new StringBuilder();
        String.join("", windows(examples))
                .codePoints()
                .filter(Character::isLetter)
                .distinct()
                .sorted()
                .forEach(letters::appendCodePoint);
        return letters.toString();
    }
}
