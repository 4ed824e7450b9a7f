package etude.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.CorruptFileException;
import etude.datasets.Features;
import etude.datasets.Target;
import etude.datasets.config.ColumnConfig.DateOrder;
import etude.datasets.config.ColumnConfig.Impute;
import etude.datasets.encoding.Encoding;
import etude.datasets.encoding.Encoding.Column;
import etude.datasets.encoding.ImageFit;
import etude.datasets.encoding.Vocabulary;
import etude.datasets.preprocessing.Preprocessing;
import etude.datasets.split.FeatureStatistics;
import etude.datasets.split.TargetScale;
import etude.datasets.subword.BytePairLearner;
import etude.datasets.subword.BytePairs;
import etude.datasets.subword.Tokenizer;
import etude.datasets.subword.TokenizerReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PreprocessingFileTest {
    private static final Preprocessing IMAGES =
            new Preprocessing(
                    new Encoding.Images(new Features.Image(28, 32, 3), new ImageFit.Stretched()),
                    new Target.Classes(List.of("cat", "chat \"noir\"", "猫")),
                    new FeatureStatistics(
                            new float[] {0.1f, 1 / 3f, 254.99998f},
                            new float[] {1, 1e-7f, 73.12345f}),
                    TargetScale.own());

    @TempDir private Path directory;
    private Path file = Path.of("");

    @BeforeEach
    void inDirectory() {
        file = directory.resolve(PreprocessingFile.NAME);
    }

    static Stream<Preprocessing> ofEachKind() {
        return Stream.of(
                IMAGES,
                new Preprocessing(
                        new Encoding.Images(
                                new Features.Image(28, 32, 3), new ImageFit.Centred(36)),
                        IMAGES.target(),
                        IMAGES.statistics(),
                        TargetScale.own()),
                new Preprocessing(
                        new Encoding.Table(
                                List.of(
                                        new Encoding.Column.Numbers("age", 41.000000000000014),
                                        new Encoding.Column.Categories(
                                                "city", List.of("Bonn", "Köln")),
                                        new Encoding.Column.Numbers("yes", 0)),
                                "price",
                                1),
                        new Target.Value(),
                        new FeatureStatistics(
                                new float[] {-1e-6f, 0, 0, 0}, new float[] {12.5f, 1, 1, 1}),
                        new TargetScale(431.25, 1 / 3.0)),
                text(new Vocabulary.Bytes()),
                text(new Vocabulary.Characters(new int[] {'\n', ' ', 'a', 'é', 0x1F600})),
                text(new Vocabulary.Ended(new Vocabulary.Bytes())),
                text(new Vocabulary.Ended(new Vocabulary.Characters(new int[] {'a', 'é'}))));
    }

    private static Preprocessing text(Vocabulary vocabulary) {
        return new Preprocessing(
                new Encoding.Text(vocabulary, 64),
                new Target.NextToken(vocabulary.size()),
                new FeatureStatistics(new float[0], new float[0]),
                TargetScale.own());
    }

    @ParameterizedTest
    @MethodSource("ofEachKind")
    void whatIsWrittenIsRead(Preprocessing preprocessing) throws IOException {
        byte[] bytes = PreprocessingFile.encode(preprocessing, "0.2.0");
        Files.write(file, bytes);
        Preprocessing read = PreprocessingFile.read(file);
        assertThat(read.spec()).isEqualTo(preprocessing.spec());
        assertThat(read.statistics()).isEqualTo(preprocessing.statistics());
        assertThat(read.scale()).isEqualTo(preprocessing.scale());
        assertThat(PreprocessingFile.encode(read, "0.2.0")).isEqualTo(bytes);
        assertThat(bytes).hasSizeLessThan(800);
    }

    /** A checkpoint needs neither the training text nor the tokenizer's file. */
    @Test
    void subwordsAreKeptWhole() throws IOException {
        BytePairLearner learner = new BytePairLearner();
        learner.add("the cat sat on the mat, the cat sat. ".repeat(9));
        BytePairs pairs = learner.learn(265);
        Tokenizer read = TokenizerReader.installed().read("t.json", pairs.json());
        for (Tokenizer tokenizer : List.of(pairs, read)) {
            byte[] bytes =
                    PreprocessingFile.encode(text(new Vocabulary.Subwords(tokenizer)), "0.2.0");
            Preprocessing kept = PreprocessingFile.read(Files.write(file, bytes));
            Vocabulary vocabulary = ((Encoding.Text) kept.encoding()).vocabulary();
            assertThat(vocabulary.encode("the cats<|endoftext|>"))
                    .isEqualTo(pairs.encode("the cats<|endoftext|>"));
            assertThat(vocabulary.endOfText()).hasValue(264);
            assertThat(PreprocessingFile.encode(kept, "0.2.0")).isEqualTo(bytes);
            assertThat(new String(bytes, StandardCharsets.UTF_8))
                    .contains("\"format_version\" : 3");
        }
    }

    /** Versions before cuts would stretch such pictures instead of refusing them. */
    @Test
    void onlyPicturesThatAreCutNeedTheLaterFormat() {
        String stretched =
                new String(PreprocessingFile.encode(IMAGES, "1"), StandardCharsets.UTF_8);
        assertThat(stretched).contains("\"format_version\" : 1", "\"resize\" : true");
        Preprocessing cut = ofEachKind().skip(1).findFirst().orElseThrow();
        assertThat(new String(PreprocessingFile.encode(cut, "1"), StandardCharsets.UTF_8))
                .contains("\"format_version\" : 2", "\"shorter_edge\" : 36");
    }

    @Test
    void datesAndGapsAreOfTheSecondFormatAndAllElseIsOfTheFirst() throws IOException {
        Column.Numbers age = new Column.Numbers("age", 41);
        Column.Dates when = new Column.Dates("when", 19_700.125, DateOrder.DAY_FIRST);
        Column.Categories city = new Column.Categories("city", List.of("Bonn", "Köln"));
        Encoding.Table table =
                new Encoding.Table(
                        List.of(
                                when,
                                new Column.Imputed(
                                        age, List.of("", "-999"), Impute.MEDIAN, 1 / 3.0),
                                new Column.Imputed(
                                        city, List.of("NA"), Impute.INDICATOR, Double.NaN),
                                new Column.Imputed(when, List.of(""), Impute.INDICATOR, 19_000),
                                new Column.Imputed(city, List.of(""), Impute.CONSTANT, 1)),
                        "price",
                        1);
        float[] mean = {1.5f, 0.1f, 0.2f, 0.3f, 0.4f, 7, 0, 0, 0, 1, 2, 3, 4, 5, 0, 0, 0};
        float[] deviation = {9, 0.1f, 0.2f, 0.3f, 0.4f, 2, 1, 1, 1, 9, 8, 7, 6, 5, 1, 1, 1};
        Preprocessing preprocessing =
                new Preprocessing(
                        table,
                        new Target.Value(),
                        new FeatureStatistics(mean, deviation),
                        TargetScale.own());
        byte[] bytes = PreprocessingFile.encode(preprocessing, "0.2.0");
        Preprocessing read = PreprocessingFile.read(Files.write(file, bytes));
        assertThat(read.encoding()).isEqualTo(table);
        assertThat(read.statistics()).isEqualTo(preprocessing.statistics());
        assertThat(new String(bytes, StandardCharsets.UTF_8)).contains("\"format_version\" : 2");
        assertThat(new String(PreprocessingFile.encode(IMAGES, "0.2.0"), StandardCharsets.UTF_8))
                .contains("\"format_version\" : 1");
    }

    @Test
    void floatsAreTheSameBits() throws IOException {
        Random random = new Random(5);
        float[] numbers = new float[20_000];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Float.intBitsToFloat(random.nextInt() & 0x7f7fffff);
        }
        Files.write(
                file,
                PreprocessingFile.encode(
                        new Preprocessing(
                                IMAGES.encoding(),
                                IMAGES.target(),
                                new FeatureStatistics(numbers, numbers),
                                TargetScale.own()),
                        "0.2.0"));
        assertThat(PreprocessingFile.read(file).statistics().mean()).isEqualTo(numbers);
    }

    @Test
    void aThousandClassesAreSmall() {
        List<String> names = IntStream.range(0, 1000).mapToObj(i -> "n%08d".formatted(i)).toList();
        assertThat(
                        PreprocessingFile.encode(
                                new Preprocessing(
                                        IMAGES.encoding(),
                                        new Target.Classes(names),
                                        IMAGES.statistics(),
                                        IMAGES.scale()),
                                "0.2.0"))
                .hasSizeLessThan(20_000);
    }

    @Test
    void anotherVersionIsRefusedByName() throws IOException {
        String text = new String(PreprocessingFile.encode(IMAGES, "7.0"), StandardCharsets.UTF_8);
        Files.writeString(file, text.replace("\"format_version\" : 1", "\"format_version\" : 4"));
        assertThatThrownBy(() -> PreprocessingFile.read(file))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("version 4, of Etude 7.0");
    }

    @Test
    void aCheckpointHasItWithItsChecksum() throws IOException {
        CheckpointDirectory checkpoints = CheckpointDirectory.forWriting(directory);
        byte[] bytes = PreprocessingFile.encode(IMAGES, "0.2.0");
        checkpoints.save(10, Checkpoints.content(10).with(bytes));
        assertThat(checkpoints.load(10).preprocessing().map(Preprocessing::spec))
                .contains(IMAGES.spec());
        Path inside = directory.resolve("step-00000010").resolve(PreprocessingFile.NAME);
        Files.writeString(inside, Files.readString(inside).replace("28", "29"));
        assertThatThrownBy(() -> checkpoints.load(10)).hasMessageContaining("checksum");
    }

    @Test
    void anEarlierCheckpointGetsItAndStaysWhole() {
        CheckpointDirectory checkpoints = CheckpointDirectory.forWriting(directory);
        checkpoints.save(10, Checkpoints.content(10));
        checkpoints.save(20, Checkpoints.content(20));
        assertThat(checkpoints.load(10).preprocessing()).isEmpty();
        checkpoints.add(PreprocessingFile.encode(IMAGES, "0.2.0"));
        for (long step : new long[] {10, 20}) {
            LoadedCheckpoint loaded = checkpoints.load(step);
            assertThat(loaded.preprocessing().map(Preprocessing::target)).contains(IMAGES.target());
            assertThat(loaded.metrics()).isEqualTo(Checkpoints.content(step).metrics());
            assertThat(Checkpoints.data(loaded.parameters(), "layer.bias"))
                    .containsExactly((float) -step);
        }
    }
}
