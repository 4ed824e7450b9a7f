package etude.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import etude.trainer.engine.TestDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** Layer and group normalization against their definition in double precision. */
class NormalizationLayersTest {
    @Test
    void layerNormOfVectorsIsPerExample() {
        Formula.check(
                Layers.layerNormalization(1, 1e-5),
                new Shape(4, 6),
                Formula.numbers(24),
                x -> normalized(x, i -> i / 6));
    }

    @Test
    void layerNormOfTokensIsPerPosition() {
        Formula.check(
                Layers.layerNormalization(2, 1e-5),
                new Shape(2, 3, 5),
                Formula.numbers(30),
                x -> normalized(x, i -> i / 5));
    }

    @Test
    void layerNormOfImagesIsOverTheChannelsOfAPixel() {
        Formula.check(
                Layers.layerNormalization(1, 1e-5),
                new Shape(2, 5, 2, 3),
                Formula.numbers(60),
                x -> normalized(x, i -> i / 30 * 6 + i % 6));
    }

    @Test
    void groupNormOfImagesIsOverThePixelsAndChannelsOfAGroup() {
        Formula.check(
                Layers.groupNormalization(2),
                new Shape(2, 4, 2, 3),
                Formula.numbers(48),
                x -> normalized(x, i -> i / 12));
    }

    @Test
    void groupNormOfVectorsIsOverTheChannelsOfAGroup() {
        Formula.check(
                Layers.groupNormalization(2),
                new Shape(3, 8),
                Formula.numbers(24),
                x -> normalized(x, i -> i / 4));
    }

    @Test
    void channelsLastImagesGiveTheSameNumbers() {
        for (Block block :
                List.of(Layers.layerNormalization(1, 1e-5), Layers.groupNormalization(2))) {
            try (NDManager manager = TestDevice.manager()) {
                block.initialize(manager, DataType.FLOAT32, new Shape(2, 4, 3, 3));
                NDArray channelsLast = Models.images(manager, 2, 3, 4);
                NDArray planar =
                        manager.create(channelsLast.toFloatArray(), channelsLast.getShape());
                assertThat(forward(block, channelsLast))
                        .containsExactly(forward(block, planar), within(1e-6f));
            }
        }
    }

    private static float[] forward(Block block, NDArray input) {
        return block.forward(
                        new ParameterStore(input.getManager(), false), new NDList(input), false)
                .singletonOrThrow()
                .toFloatArray();
    }

    /** Each set of elements with the same key gets mean 0 and variance 1. */
    private static double[] normalized(double[] x, IntUnaryOperator key) {
        double[] result = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            List<Double> group = new ArrayList<>();
            for (int j = 0; j < x.length; j++) {
                if (key.applyAsInt(j) == key.applyAsInt(i)) {
                    group.add(x[j]);
                }
            }
            double mean = group.stream().mapToDouble(v -> v).average().orElseThrow();
            double variance =
                    group.stream().mapToDouble(v -> Math.pow(v - mean, 2)).average().orElseThrow();
            result[i] = (x[i] - mean) / Math.sqrt(variance + 1e-5);
        }
        return result;
    }
}
