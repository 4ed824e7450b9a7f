package etude.trainer.predict;

import etude.datasets.Batch;
import etude.datasets.EtudeException;
import etude.datasets.RandomStream;
import etude.datasets.encoding.Encoding;
import etude.datasets.encoding.Vocabulary;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * How a language model goes on with a text: token after token, each drawn from what the model says
 * follows the last ones of its context. The random number of token k is a function of the seed and
 * k, so that the same seed gives the same text. It ends before them where the model says that the
 * text is at its end.
 *
 * @param tokens how many are drawn
 * @param temperature divides the logits: below 1 probable tokens become more so; 0 takes the most
 *     probable one
 * @param top how many of the most probable tokens may be drawn; all of them where it is empty
 */
public record Continuation(int tokens, double temperature, OptionalInt top, long seed) {
    /**
     * Draws a text.
     *
     * @param predictor of batches of one window
     * @param prompt in tokens, at least one
     * @param sink gets each piece of text as soon as it is known
     */
    public void of(Predictor predictor, int[] prompt, Consumer<String> sink) {
        Encoding.Text text = (Encoding.Text) predictor.preprocessing().encoding();
        TokenText shown = TokenText.of(text.vocabulary(), prompt);
        int[] all = Arrays.copyOf(prompt, prompt.length + tokens);
        Batch batch = new Batch(predictor.preprocessing().spec(), 1);
        for (int k = 0; k < tokens; k++) {
            int length = prompt.length + k;
            int first = Math.max(0, length - text.contextLength());
            // What comes after the last token is not looked at.
            Arrays.fill(batch.tokens(), 0);
            System.arraycopy(all, first, batch.tokens(), 0, length - first);
            batch.begin(0, 1, false);
            float[] logits = predictor.next(batch, length - first - 1);
            all[length] = drawn(logits, k);
            if (text.vocabulary().endOfText().equals(OptionalInt.of(all[length]))) {
                break;
            }
            sink.accept(shown.next(all[length]));
        }
        sink.accept(shown.end());
    }

    /**
     * A prompt in tokens.
     *
     * @throws EtudeException when the vocabulary lacks one of its characters, or it is empty
     */
    public static int[] encoded(Vocabulary vocabulary, String prompt) {
        if (prompt.isEmpty()) {
            throw new EtudeException(
                    "expected a text of at least one character to go on with, found none");
        }
        return vocabulary.encode(prompt);
    }

    /** Token number k of the continuation. */
    int drawn(float[] logits, long k) {
        int most = 0;
        for (int token = 1; token < logits.length; token++) {
            most = logits[token] > logits[most] ? token : most;
        }
        if (temperature == 0) {
            return most;
        }
        double least = least(logits);
        double[] sums = new double[logits.length];
        double sum = 0;
        for (int token = 0; token < logits.length; token++) {
            if (logits[token] >= least) {
                sum += Math.exp((logits[token] - logits[most]) / temperature);
            }
            sums[token] = sum;
        }
        double point =
                sum * new SplittableRandom(RandomStream.GENERATION.seed(seed, k)).nextDouble();
        int drawn = 0;
        while (drawn < sums.length - 1 && sums[drawn] <= point) {
            drawn++;
        }
        return drawn;
    }

    /** The smallest logit that may be drawn. */
    private double least(float[] logits) {
        if (top.isEmpty() || top.getAsInt() >= logits.length) {
            return Double.NEGATIVE_INFINITY;
        }
        float[] sorted = logits.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length - top.getAsInt()];
    }
}
