package etude.trainer.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.NormalInitializer;

/**
 * Tokens (N, length), int32 or int64, to the sum of a learned vector for the token and one for its
 * position, (N, length, width). Both start normal with the given standard deviation and count as
 * weights.
 */
final class TokenEmbedding extends KernelOperation {
    private final int vocabulary;

    TokenEmbedding(int vocabulary, int context, int width, double deviation) {
        super(
                KernelText.resource("token_embedding.txt"),
                tokens -> tokens.add(width),
                weight("token", new Shape(vocabulary, width), deviation),
                weight("position", new Shape(context, width), deviation));
        this.vocabulary = vocabulary;
    }

    private static Weight weight(String name, Shape shape, double deviation) {
        return new Weight(
                name,
                Parameter.Type.WEIGHT,
                tokens -> shape,
                new NormalInitializer((float) deviation));
    }

    /** None: vectors are looked up. */
    @Override
    public long multiplications(Shape input) {
        return 0;
    }

    /**
     * The output layer tied to this embedding (Press and Wolf 2017): logits over the tokens, by the
     * token table, which stays the embedding's parameter.
     */
    Block tiedOutput() {
        return borrowing(
                getDirectParameters().get("token"),
                ProductKernels.linear(vocabulary, false),
                rows -> rows.slice(0, 1).add(vocabulary));
    }
}
