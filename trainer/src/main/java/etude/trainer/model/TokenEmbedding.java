package etude.trainer.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.util.PairList;

/**
 * Tokens (N, length), int32 or int64, to the sum of a learned vector for the token and one for its
 * position, (N, length, width). Both start normal with the given standard deviation and count as
 * weights.
 */
final class TokenEmbedding extends AbstractBlock {
    private final int vocabulary;
    private final int width;
    private final Parameter token;
    private final Parameter position;

    TokenEmbedding(int vocabulary, int context, int width, double deviation) {
        this.vocabulary = vocabulary;
        this.width = width;
        token = addParameter(weight("token", new Shape(vocabulary, width), deviation));
        position = addParameter(weight("position", new Shape(context, width), deviation));
    }

    private static Parameter weight(String name, Shape shape, double deviation) {
        return Parameter.builder()
                .setName(name)
                .setType(Parameter.Type.WEIGHT)
                .optShape(shape)
                .optInitializer(new NormalInitializer((float) deviation))
                .build();
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {inputShapes[0].add(width)};
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        NDArray tokens = inputs.singletonOrThrow();
        Device device = tokens.getDevice();
        NDIndex window = new NDIndex().addSliceDim(0, tokens.getShape().get(1));
        NDArray tokenTable = parameterStore.getValue(token, device, training);
        NDArray positionTable = parameterStore.getValue(position, device, training);
        NDArray ofTokens =
                Embedding.embedding(tokens, tokenTable, SparseFormat.DENSE).singletonOrThrow();
        try (NDArray ofPositions = positionTable.get(window)) {
            return new NDList(ofTokens.addi(ofPositions));
        }
    }

    /** The output layer tied to this embedding (Press and Wolf 2017): logits over the tokens. */
    AbstractBlock tiedOutput() {
        return new TiedOutput();
    }

    /** Multiplies by the token table, which stays the embedding's parameter. */
    private final class TiedOutput extends AbstractBlock {
        @Override
        public Shape[] getOutputShapes(Shape[] inputShapes) {
            return new Shape[] {inputShapes[0].slice(0, 2).add(vocabulary)};
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore parameterStore,
                NDList inputs,
                boolean training,
                PairList<String, Object> params) {
            NDArray hidden = inputs.singletonOrThrow();
            return Linear.linear(
                    hidden, parameterStore.getValue(token, hidden.getDevice(), training));
        }
    }
}
