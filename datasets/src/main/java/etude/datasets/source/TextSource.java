package etude.datasets.source;

import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.config.DatasetConfig;
import etude.datasets.config.SourceConfig;
import etude.datasets.encoding.Encoding;
import etude.datasets.reader.TextCorpus;
import etude.datasets.reader.TextFiles;
import etude.datasets.split.Concatenation;
import etude.datasets.split.FeatureStatistics;
import etude.datasets.split.Splits;
import etude.datasets.split.Splitter;
import etude.datasets.split.TargetScale;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Opens a text; one file of characters or bytes here, all else is packed. It is divided
 * contiguously, the last shares testing and, before that, validating, since windows that overlap
 * must not stand in two splits; no window crosses a cut.
 */
record TextSource(DatasetConfig config, DataRoot root, Consumer<String> notes) {
    /**
     * Where the text is cut, in tokens from its beginning: training ends at {@code trained},
     * validation at {@code validated}, testing at {@code tested}.
     */
    private record Cuts(int trained, int validated, int tested) {}

    Splits open(SourceConfig.Text text) {
        if (config.stratify()) {
            throw new EtudeException(
                    "dataset.stratify: expected false, as a text has no classes and is cut in one place; remove it");
        }
        TextFiles files = TextPaths.find(root, text.path());
        boolean subwords =
                text.vocabulary() == SourceConfig.TextVocabulary.BYTE_PAIR
                        || text.vocabulary() == SourceConfig.TextVocabulary.TOKENIZER;
        if (subwords || files.several()) {
            return new PackedTextSource(config, text, root, notes).open(files);
        }
        TextCorpus corpus =
                TextCorpus.open(
                        files.documents().get(0).file(), text.vocabulary(), root.cache(), notes);
        int length = text.contextLength();
        Cuts cuts = cuts(text, corpus);
        Dataset validation =
                config.validationPath()
                        .map(path -> whole(corpus, path, length))
                        .orElseGet(
                                () -> corpus.windows(cuts.trained, cuts.validated, length, length));
        Dataset train = train(corpus, cuts, length, validation);
        return new Splits(
                train,
                validation,
                test(corpus, cuts, length),
                new Encoding.Text(corpus.vocabulary(), length),
                FeatureStatistics.of(train),
                TargetScale.own(),
                List.of(),
                config.foldInValidation()
                        ? OptionalInt.of(validation.size())
                        : OptionalInt.empty(), // the text is cut, so that no window stands in both
                List.of());
    }

    private Cuts cuts(SourceConfig.Text text, TextCorpus corpus) {
        int tokens =
                config.examples().map(count -> tokens(count, text, corpus)).orElseGet(corpus::size);
        int validated = tokens;
        if (config.testFraction() > 0) {
            validated -=
                    Splitter.heldOut(tokens, tokens, config.testFraction(), "testing", "tokens");
        }
        int trained = validated;
        if (config.validationPath().isEmpty()) {
            double fraction = config.validationFraction();
            trained -= Splitter.heldOut(validated, tokens, fraction, "validation", "tokens");
        }
        return new Cuts(trained, validated, tokens);
    }

    private Dataset train(TextCorpus corpus, Cuts cuts, int length, Dataset validation) {
        if (!config.foldInValidation()) {
            return corpus.windows(0, cuts.trained, length, 1);
        }
        Dataset both = corpus.windows(0, cuts.validated, length, 1);
        return config.validationPath().isPresent() ? new Concatenation(both, validation) : both;
    }

    private Optional<Dataset> test(TextCorpus corpus, Cuts cuts, int length) {
        if (config.testPath().isPresent()) {
            return config.testPath().map(path -> whole(corpus, path, length));
        }
        return cuts.validated < cuts.tested
                ? Optional.of(corpus.windows(cuts.validated, cuts.tested, length, length))
                : Optional.empty();
    }

    /** The tokens of the first so many windows that share none, and of what the last predicts. */
    private static int tokens(int examples, SourceConfig.Text text, TextCorpus corpus) {
        int most = (corpus.size() - 1) / text.contextLength();
        if (examples > most) {
            throw new EtudeException(
                    "dataset.examples: expected at most %d, as %s has %d tokens, %d in a window, found %d"
                            .formatted(
                                    most,
                                    text.path(),
                                    corpus.size(),
                                    text.contextLength(),
                                    examples));
        }
        return examples * text.contextLength() + 1;
    }

    /** Every token of another file, once. */
    private Dataset whole(TextCorpus like, String path, int length) {
        TextCorpus other =
                TextCorpus.openLike(like.vocabulary(), root.resolve(path), root.cache(), notes);
        return other.windows(0, other.size(), length, length);
    }
}
