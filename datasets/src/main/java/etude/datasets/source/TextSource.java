package etude.datasets.source;

import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.config.DatasetConfig;
import etude.datasets.config.SourceConfig;
import etude.datasets.reader.TextCorpus;
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
 * Opens a text. It is divided contiguously, the last shares testing and, before that, validating,
 * since windows that overlap must not stand in two splits; no window crosses a cut.
 */
record TextSource(DatasetConfig config, DataRoot root, Consumer<String> notes) {
    Splits open(SourceConfig.Text text) {
        TextCorpus corpus =
                TextCorpus.open(root.resolve(text.path()), text.vocabulary(), root.cache(), notes);
        int length = text.contextLength();
        int tokens =
                config.examples().map(count -> tokens(count, text, corpus)).orElseGet(corpus::size);
        int tested =
                config.testFraction() == 0
                        ? tokens
                        : tokens
                                - Splitter.count(
                                        tokens, tokens, config.testFraction(), "testing", "tokens");
        int trained =
                config.validationPath().isPresent()
                        ? tested
                        : tested
                                - Splitter.count(
                                        tested,
                                        tokens,
                                        config.validationFraction(),
                                        "validation",
                                        "tokens");
        Dataset validation =
                config.validationPath()
                        .map(path -> whole(corpus, path, length))
                        .orElseGet(() -> corpus.windows(trained, tested, length, length));
        Dataset train = corpus.windows(0, config.foldInValidation() ? tested : trained, length, 1);
        if (config.foldInValidation() && config.validationPath().isPresent()) {
            train = new Concatenation(train, validation);
        }
        Optional<Dataset> test =
                config.testPath()
                        .map(path -> whole(corpus, path, length))
                        .or(
                                () ->
                                        Optional.of(tested)
                                                .filter(start -> start < tokens)
                                                .map(
                                                        start ->
                                                                corpus.windows(
                                                                        start, tokens, length,
                                                                        length)));
        return new Splits(
                train,
                validation,
                test,
                FeatureStatistics.of(train),
                TargetScale.own(),
                List.of(),
                config.foldInValidation()
                        ? OptionalInt.of(validation.size())
                        : OptionalInt.empty(), // the text is cut, so that no window stands in both
                List.of());
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
        TextCorpus other = TextCorpus.openLike(like, root.resolve(path), root.cache(), notes);
        return other.windows(0, other.size(), length, length);
    }
}
