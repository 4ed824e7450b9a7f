package etude.datasets.source;

import etude.datasets.Dataset;
import etude.datasets.config.DatasetConfig;
import etude.datasets.config.SourceConfig;
import etude.datasets.reader.TextCorpus;
import etude.datasets.split.FeatureStatistics;
import etude.datasets.split.Splits;
import etude.datasets.split.Splitter;
import etude.datasets.split.TargetScale;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Opens a text. It is divided contiguously, the last share validating, since windows that overlap
 * must not stand in two splits; no window crosses the cut.
 */
record TextSource(DatasetConfig config, DataRoot root, Consumer<String> notes) {
    Splits open(SourceConfig.Text text) {
        TextCorpus corpus =
                TextCorpus.open(root.resolve(text.path()), text.vocabulary(), root.cache(), notes);
        int length = text.contextLength();
        int cut = corpus.size();
        if (config.validationPath().isEmpty()) {
            cut -= Splitter.heldOut(corpus.size(), config.validationFraction(), "tokens");
        }
        int validationStart = cut;
        Dataset train = corpus.windows(0, cut, length, 1);
        Dataset validation =
                config.validationPath()
                        .map(path -> whole(corpus, path, length))
                        .orElseGet(
                                () ->
                                        corpus.windows(
                                                validationStart, corpus.size(), length, length));
        Optional<Dataset> test = config.testPath().map(path -> whole(corpus, path, length));
        return new Splits(
                train,
                validation,
                test,
                FeatureStatistics.of(train),
                TargetScale.own(),
                List.of(),
                OptionalInt.empty(), // of windows: the text is cut, so that none stands in both
                List.of());
    }

    /** Every token of another file, once. */
    private Dataset whole(TextCorpus like, String path, int length) {
        TextCorpus other = TextCorpus.openLike(like, root.resolve(path), root.cache(), notes);
        return other.windows(0, other.size(), length, length);
    }
}
