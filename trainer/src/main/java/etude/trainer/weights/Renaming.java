package etude.trainer.weights;

import etude.trainer.checkpoint.NamedTensor;

/**
 * One tensor under the name, and in the shape, that another project gives it.
 *
 * @param ours its name in checkpoints
 * @param theirs its name there
 * @param layout how the shapes differ
 */
public record Renaming(String ours, String theirs, Layout layout) {
    /** How a tensor of ours becomes one of theirs, and back. */
    sealed interface Layout {
        NamedTensor there(NamedTensor tensor, String name);

        NamedTensor back(NamedTensor tensor, String name);

        /** Whether a tensor of theirs of this shape can be one of ours, of any size. */
        boolean reads(long[] shape);
    }

    /** The same shape. */
    record Same() implements Layout {
        @Override
        public NamedTensor there(NamedTensor tensor, String name) {
            return new NamedTensor(name, tensor.shape(), tensor.data());
        }

        @Override
        public NamedTensor back(NamedTensor tensor, String name) {
            return there(tensor, name);
        }

        @Override
        public boolean reads(long[] shape) {
            return true;
        }
    }

    /** A matrix (outputs, inputs) as (inputs, outputs). */
    record Transposed() implements Layout {
        @Override
        public NamedTensor there(NamedTensor tensor, String name) {
            int rows = (int) tensor.shape()[0];
            int columns = (int) tensor.shape()[1];
            float[] data = new float[tensor.data().length];
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    data[column * rows + row] = tensor.data()[row * columns + column];
                }
            }
            return new NamedTensor(name, new long[] {columns, rows}, data);
        }

        @Override
        public NamedTensor back(NamedTensor tensor, String name) {
            return there(tensor, name);
        }

        @Override
        public boolean reads(long[] shape) {
            return shape.length == 2;
        }
    }

    /** With an axis of one example in front. */
    record OneExample() implements Layout {
        @Override
        public NamedTensor there(NamedTensor tensor, String name) {
            long[] shape = new long[tensor.shape().length + 1];
            shape[0] = 1;
            System.arraycopy(tensor.shape(), 0, shape, 1, tensor.shape().length);
            return new NamedTensor(name, shape, tensor.data());
        }

        @Override
        public NamedTensor back(NamedTensor tensor, String name) {
            long[] shape = new long[tensor.shape().length - 1];
            System.arraycopy(tensor.shape(), 1, shape, 0, shape.length);
            return new NamedTensor(name, shape, tensor.data());
        }

        @Override
        public boolean reads(long[] shape) {
            return shape.length > 1 && shape[0] == 1;
        }
    }

    /**
     * The weights of patches, (width, height x width x channels), as those of a convolution,
     * (width, channels, height, width).
     *
     * @param size height and width of a patch
     */
    record Patches(int size, int channels) implements Layout {
        @Override
        public NamedTensor there(NamedTensor tensor, String name) {
            int width = (int) tensor.shape()[0];
            float[] data = new float[tensor.data().length];
            for (int i = 0; i < data.length; i++) {
                data[place(i)] = tensor.data()[i];
            }
            return new NamedTensor(name, new long[] {width, channels, size, size}, data);
        }

        @Override
        public NamedTensor back(NamedTensor tensor, String name) {
            float[] data = new float[tensor.data().length];
            for (int i = 0; i < data.length; i++) {
                data[i] = tensor.data()[place(i)];
            }
            long[] shape = {tensor.shape()[0], (long) size * size * channels};
            return new NamedTensor(name, shape, data);
        }

        @Override
        public boolean reads(long[] shape) {
            return shape.length == 4
                    && shape[1] == channels
                    && shape[2] == size
                    && shape[3] == size;
        }

        /** Index there of ours: ((unit * size + row) * size + column) * channels + channel. */
        private int place(int index) {
            int channel = index % channels;
            int pixel = index / channels % (size * size);
            int unit = index / channels / (size * size);
            return (unit * channels + channel) * size * size + pixel;
        }
    }
}
