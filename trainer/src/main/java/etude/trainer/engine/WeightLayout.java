package etude.trainer.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * How a parameter of the given logical shape lies in the flat vector: as it is, but (out, height,
 * width, in) for the (out, in, height, width) weights of a convolution.
 *
 * @param shape the logical shape
 */
public record WeightLayout(long[] shape) {
    private boolean convolution() {
        return shape.length == 4;
    }

    /** The stored piece (n) as the logical shape, without copying. */
    public NDArray view(NDArray piece) {
        if (!convolution()) {
            return piece.reshape(shape);
        }
        NDArray stored = piece.reshape(new Shape(shape[0], shape[2], shape[3], shape[1]));
        return stored.transpose(0, 3, 1, 2);
    }

    /** {@link #view} as an expression of a script. */
    String script(String piece) {
        if (shape.length == 1) {
            return piece;
        }
        if (!convolution()) {
            return "torch.view(%s, %s)".formatted(piece, Arrays.toString(shape));
        }
        return "torch.permute(torch.view(%s, [%s, %s, %s, %s]), [0, 3, 1, 2])"
                .formatted(piece, shape[0], shape[2], shape[3], shape[1]);
    }

    /** A tensor of the logical shape as the stored piece (n), as an expression of a script. */
    String stored(String logical) {
        if (shape.length == 1) {
            return logical;
        }
        String ordered =
                convolution() ? "torch.permute(%s, [0, 2, 3, 1])".formatted(logical) : logical;
        return "torch.reshape(%s, [-1])".formatted(ordered);
    }

    /** Values in logical order in their stored order. */
    public float[] toStored(float[] logical) {
        if (!convolution()) {
            return logical;
        }
        int in = (int) shape[1];
        int area = (int) (shape[2] * shape[3]);
        float[] stored = new float[logical.length];
        for (int i = 0; i < logical.length; i++) {
            stored[stored(i, in, area)] = logical[i];
        }
        return stored;
    }

    /**
     * Fills what remains of a buffer with values in logical order.
     *
     * @param source values in stored order
     * @param offset of this parameter in them
     * @param from logical index of the first value
     */
    public void readLogical(HostVector source, long offset, int from, FloatBuffer into) {
        if (!convolution()) {
            source.read(offset + from, into);
            return;
        }
        int in = (int) shape[1];
        int area = (int) (shape[2] * shape[3]);
        for (int i = from; into.hasRemaining(); i++) {
            into.put(source.get(offset + stored(i, in, area)));
        }
    }

    /** Stored index of logical index ((out * in) + i) * area + place. */
    private static int stored(int logical, int in, int area) {
        int place = logical % area;
        int channel = logical / area % in;
        int out = logical / area / in;
        return (out * area + place) * in + channel;
    }
}
