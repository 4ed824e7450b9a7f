package etude.datasets.source;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.encoding.Vocabulary;
import etude.datasets.split.IndexedDataset;
import etude.datasets.split.TargetScan;

/**
 * What a split of a text has to predict: each of its tokens once, but the first and, of those that
 * are evaluated, a rest that is shorter than a window.
 *
 * @param bytes of text that the tokens stand for
 * @param ends how many of them are ends of texts
 * @param unseen how many of them training has nowhere, so that a model cannot know them
 * @param unseenKinds how many different ones these are
 */
public record TextCounts(long tokens, long bytes, long ends, long unseen, int unseenKinds) {
    /**
     * What training has, to compare others with.
     *
     * @param seen how often each token stands there
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Training(Vocabulary vocabulary, long[] seen) {
        /** Windows of training begin at every token: each token is counted in one of them. */
        static Training of(Vocabulary vocabulary, Dataset train) {
            int length = train.spec().features().elements();
            Dataset apart =
                    IndexedDataset.view(
                            train, (train.size() - 1) / length + 1, index -> index * length);
            long[] seen = TargetScan.counts(apart);
            Batch last = new Batch(train.spec(), 1);
            train.read(train.size() - 1, last, 0);
            int rest = (train.size() - 1) % length; // tokens behind the windows that are apart
            for (int i = length - rest; i < length; i++) {
                seen[last.labels()[i]]++;
            }
            return new Training(vocabulary, seen);
        }

        TextCounts counts() {
            return counted(seen);
        }

        TextCounts of(Dataset examples) {
            return counted(TargetScan.counts(examples));
        }

        private TextCounts counted(long[] found) {
            long tokens = 0;
            long bytes = 0;
            long unseen = 0;
            int unseenKinds = 0;
            for (int token = 0; token < found.length; token++) {
                tokens += found[token];
                bytes += found[token] * vocabulary.bytes(token);
                if (found[token] > 0 && seen[token] == 0) {
                    unseen += found[token];
                    unseenKinds++;
                }
            }
            long ends =
                    vocabulary.endOfText().isEmpty() ? 0 : found[vocabulary.endOfText().getAsInt()];
            return new TextCounts(tokens, bytes, ends, unseen, unseenKinds);
        }
    }
}
