package etude.datasets.augment;

import etude.datasets.Features;

/** The operations written as their definitions, pixel by pixel, on a single image. */
public final class NaiveAugmentation {
    private NaiveAugmentation() {}

    /** Pads with zeros, then cuts at (top, left) of the padded image. */
    public static byte[] crop(byte[] input, Features.Image image, int padding, int top, int left) {
        byte[] output = new byte[input.length];
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                for (int c = 0; c < image.channels(); c++) {
                    int sourceY = top + y - padding;
                    int sourceX = left + x - padding;
                    boolean inside =
                            sourceY >= 0
                                    && sourceY < image.height()
                                    && sourceX >= 0
                                    && sourceX < image.width();
                    output[at(image, y, x, c)] = inside ? input[at(image, sourceY, sourceX, c)] : 0;
                }
            }
        }
        return output;
    }

    public static byte[] mirror(byte[] input, Features.Image image) {
        byte[] output = new byte[input.length];
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                for (int c = 0; c < image.channels(); c++) {
                    output[at(image, y, x, c)] = input[at(image, y, image.width() - 1 - x, c)];
                }
            }
        }
        return output;
    }

    /** Zeros in the square of {@code size} whose pixel number size / 2 is the centre. */
    public static byte[] cutout(
            byte[] input, Features.Image image, int size, int centreY, int centreX) {
        byte[] output = input.clone();
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                int downFromTop = y - (centreY - size / 2);
                int rightFromLeft = x - (centreX - size / 2);
                boolean inSquare =
                        downFromTop >= 0
                                && downFromTop < size
                                && rightFromLeft >= 0
                                && rightFromLeft < size;
                for (int c = 0; c < image.channels() && inSquare; c++) {
                    output[at(image, y, x, c)] = 0;
                }
            }
        }
        return output;
    }

    public static byte[] blend(byte[] first, byte[] second, double weight) {
        byte[] output = new byte[first.length];
        for (int i = 0; i < first.length; i++) {
            double mixed = weight * (first[i] & 0xFF) + (1 - weight) * (second[i] & 0xFF);
            output[i] = (byte) Math.round(mixed);
        }
        return output;
    }

    private static int at(Features.Image image, int y, int x, int c) {
        return (y * image.width() + x) * image.channels() + c;
    }
}
