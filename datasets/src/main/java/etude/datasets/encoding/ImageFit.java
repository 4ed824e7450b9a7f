package etude.datasets.encoding;

import etude.datasets.Features;

/** How a picture gets the size of an example. */
public sealed interface ImageFit {
    /** Whether a picture of this size becomes an example of that shape. */
    boolean takes(int height, int width, Features.Image shape);

    /** It has that size, or is refused. */
    record Exact() implements ImageFit {
        @Override
        public boolean takes(int height, int width, Features.Image shape) {
            return height == shape.height() && width == shape.width();
        }
    }

    /** It is stretched to that size. */
    record Stretched() implements ImageFit {
        @Override
        public boolean takes(int height, int width, Features.Image shape) {
            return true;
        }
    }

    /**
     * Its proportions stay: the shorter edge gets so many pixels, and what lies around the centre
     * is cut out, as the published evaluations on ImageNet do.
     *
     * @param shorterEdge at least the height and the width of an example
     */
    record Centred(int shorterEdge) implements ImageFit {
        @Override
        public boolean takes(int height, int width, Features.Image shape) {
            return true;
        }
    }
}
