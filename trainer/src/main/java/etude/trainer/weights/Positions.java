package etude.trainer.weights;

import etude.trainer.checkpoint.NamedTensor;
import java.util.Optional;

/** Learned positions of tokens, and how those of another number of tokens become them. */
sealed interface Positions {
    /** Positions (n, width) as others of the same width, where they can be. */
    Optional<Fitted> fit(NamedTensor found, long[] wanted);

    /**
     * What has become of positions.
     *
     * @param how in words, with both numbers
     */
    record Fitted(NamedTensor tensor, String how) {}

    /** Whether two shapes are of positions of the same width. */
    private static boolean alike(NamedTensor found, long[] wanted) {
        return found.shape().length == 2 && wanted.length == 2 && found.shape()[1] == wanted[1];
    }

    /**
     * Of the patches of an image, row by row, with a class token in front or without: each row and
     * column of the grid resampled by {@link Resampling#BICUBIC}, as timm does. A file's grid is
     * taken for a square.
     *
     * @param height of the wanted grid
     * @param width of the wanted grid
     */
    record Grid(int height, int width) implements Positions {
        @Override
        public Optional<Fitted> fit(NamedTensor found, long[] wanted) {
            if (!alike(found, wanted)) {
                return Optional.empty();
            }
            int before = (int) wanted[0] - height * width;
            int side = (int) Math.round(Math.sqrt((double) found.shape()[0]));
            int first = (int) found.shape()[0] - side * side;
            if (first < before || first > 1) {
                return Optional.empty();
            }
            int features = (int) wanted[1];
            float[] data = new float[(int) wanted[0] * features];
            System.arraycopy(found.data(), 0, data, 0, before * features);
            fill(found.data(), first * features, side, data, before * features);
            return Optional.of(
                    new Fitted(
                            new NamedTensor(found.name(), wanted, data),
                            "%s x %s patches to %s x %s, bicubic"
                                    .formatted(side, side, height, width)));
        }

        private void fill(float[] from, int start, int side, float[] into, int begin) {
            double[][] rows = Resampling.BICUBIC.weights(side, height);
            double[][] columns = Resampling.BICUBIC.weights(side, width);
            int features = (into.length - begin) / (height * width);
            for (int i = begin; i < into.length; i++) {
                int feature = (i - begin) % features;
                int cell = (i - begin) / features;
                double sum = 0;
                for (int row = 0; row < side; row++) {
                    for (int column = 0; column < side; column++) {
                        sum +=
                                rows[cell / width][row]
                                        * columns[cell % width][column]
                                        * from[start + (row * side + column) * features + feature];
                    }
                }
                into[i] = (float) sum;
            }
        }
    }

    /**
     * Of a text: of a longer context resampled by {@link Resampling#LINEAR}, of a shorter one the
     * first ones, with which the model is what it was on short texts.
     */
    record Line() implements Positions {
        @Override
        public Optional<Fitted> fit(NamedTensor found, long[] wanted) {
            if (!alike(found, wanted)) {
                return Optional.empty();
            }
            int from = (int) found.shape()[0];
            int to = (int) wanted[0];
            int features = (int) wanted[1];
            float[] data = new float[to * features];
            if (to <= from) {
                System.arraycopy(found.data(), 0, data, 0, data.length);
            } else {
                double[][] weights = Resampling.LINEAR.weights(from, to);
                for (int i = 0; i < data.length; i++) {
                    double sum = 0;
                    for (int position = 0; position < from; position++) {
                        sum +=
                                weights[i / features][position]
                                        * found.data()[position * features + i % features];
                    }
                    data[i] = (float) sum;
                }
            }
            return Optional.of(
                    new Fitted(
                            new NamedTensor(found.name(), wanted, data),
                            to <= from
                                    ? "the first %s of %s positions".formatted(to, from)
                                    : "%s positions to %s, linear".formatted(from, to)));
        }
    }
}
