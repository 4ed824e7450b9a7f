package etude.datasets.source;

import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.config.DatasetConfig;
import etude.datasets.config.SourceConfig;
import etude.datasets.encoding.Encoding;
import etude.datasets.encoding.Vocabulary;
import etude.datasets.reader.PackedText;
import etude.datasets.reader.PackedText.Range;
import etude.datasets.reader.TextFiles;
import etude.datasets.reader.TokenizerFile;
import etude.datasets.reader.VocabularyRule;
import etude.datasets.split.Concatenation;
import etude.datasets.split.FeatureStatistics;
import etude.datasets.split.Splits;
import etude.datasets.split.TargetScale;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Opens texts whose tokens are subwords, or that are several files: divided first, then encoded,
 * and packed into windows that reach from one text into the next.
 */
record PackedTextSource(
        DatasetConfig config, SourceConfig.Text text, DataRoot root, Consumer<String> notes) {
    private static final int TRAIN = 0;
    private static final int VALIDATION = 1;
    private static final int TEST = 2;

    Splits open(TextFiles files) {
        remark(files);
        VocabularyRule rule = rule(files);
        TextDivision division = TextDivision.of(config, files);
        List<String> warnings = new ArrayList<>(division.warnings());
        PackedText packed = PackedText.open(files, division.parts(), rule, root.cache(), notes);
        copies(packed, VALIDATION, "validation").ifPresent(warnings::add);
        copies(packed, TEST, "test").ifPresent(warnings::add);
        List<Range> used = used(packed.parts());
        Dataset validation =
                config.validationPath()
                        .map(path -> whole(packed, path))
                        .orElseGet(() -> windows(packed, used.get(VALIDATION), length()));
        Dataset train = windows(packed, used.get(TRAIN), 1);
        if (config.foldInValidation()) {
            Dataset folded =
                    config.validationPath()
                            .map(path -> whole(packed, path))
                            .orElseGet(() -> windows(packed, used.get(VALIDATION), 1));
            train = new Concatenation(train, folded);
        }
        return new Splits(
                train,
                validation,
                config.testPath()
                        .map(path -> whole(packed, path))
                        .or(
                                () ->
                                        used.get(TEST).size() > 0
                                                ? Optional.of(
                                                        windows(packed, used.get(TEST), length()))
                                                : Optional.empty()),
                new Encoding.Text(packed.corpus().vocabulary(), length()),
                FeatureStatistics.of(train),
                TargetScale.own(),
                List.of(),
                config.foldInValidation()
                        ? OptionalInt.of(validation.size())
                        : OptionalInt.empty(), // no window stands in both
                warnings);
    }

    private int length() {
        return text.contextLength();
    }

    private void remark(TextFiles files) {
        int empty = files.empty().size();
        if (empty > 0) {
            notes.accept(
                    "%d empty file%s of %s %s left out, such as %s."
                            .formatted(
                                    empty,
                                    empty == 1 ? "" : "s",
                                    files.source(),
                                    empty == 1 ? "is" : "are",
                                    files.empty().get(0)));
        }
    }

    private VocabularyRule rule(TextFiles files) {
        return switch (text.vocabulary()) {
            case CHARACTER -> new VocabularyRule.AllCharacters();
            case BYTE -> new VocabularyRule.Known(new Vocabulary.Ended(new Vocabulary.Bytes()));
            case BYTE_PAIR ->
                    new VocabularyRule.Learnt(
                            text.vocabularySize().orElse(SourceConfig.Text.USUAL_SIZE));
            case TOKENIZER -> {
                Path file = root.resolve(text.tokenizer().orElseThrow());
                Vocabulary vocabulary = TokenizerFile.read(file);
                PackedText.requireEnd(vocabulary, files);
                yield new VocabularyRule.Known(vocabulary);
            }
        };
    }

    private Optional<String> copies(PackedText packed, int part, String split) {
        int copies = packed.copies().get(part);
        return copies == 0
                ? Optional.empty()
                : Optional.of(
                        "%d of the %s texts also stand%s among those that train: the %s loss tells less of other texts; remove the copies"
                                .formatted(copies, split, copies == 1 ? "s" : "", split));
    }

    /**
     * Of each part the first tokens, as many as its share of {@code dataset.examples} windows says.
     */
    private List<Range> used(List<Range> parts) {
        if (config.examples().isEmpty()) {
            return parts;
        }
        long all = parts.get(TEST).to();
        long wanted = (long) config.examples().get() * length() + 1;
        if (wanted > all) {
            throw new EtudeException(
                    "dataset.examples: expected at most %d, as %s has %d tokens, %d in a window, found %d"
                            .formatted(
                                    (all - 1) / length(),
                                    text.path(),
                                    all,
                                    length(),
                                    config.examples().get()));
        }
        return parts.stream()
                .map(
                        part ->
                                new Range(
                                        part.from(),
                                        part.from()
                                                + (int)
                                                        Math.round(
                                                                (double) part.size()
                                                                        * wanted
                                                                        / all)))
                .toList();
    }

    private Dataset windows(PackedText packed, Range range, int stride) {
        return packed.corpus().windows(range.from(), range.to(), length(), stride);
    }

    /** Every token of another text, once. */
    private Dataset whole(PackedText like, String path) {
        PackedText other =
                PackedText.openLike(
                        like.corpus().vocabulary(),
                        TextPaths.find(root, path),
                        root.cache(),
                        notes);
        return windows(other, other.parts().get(0), length());
    }
}
