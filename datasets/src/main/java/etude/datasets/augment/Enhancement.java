package etude.datasets.augment;

import etude.datasets.Features;
import java.util.Arrays;

/**
 * Changes of colour and sharpness without chance: those of Pillow's ImageEnhance and ImageOps, with
 * results rounded to the nearest byte.
 *
 * @param images where the picture is, from {@code offset} on
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Enhancement(byte[] images, int offset, Features.Image image) {
    private static final int VALUES = 256;
    private static final int RED = 299;
    private static final int GREEN = 587;
    private static final int BLUE = 114;
    private static final int COLOURS = 3;

    /** What one byte becomes. */
    private interface Curve {
        double of(int value);
    }

    /** Away from black by a factor. */
    void brightness(double factor) {
        everywhere(value -> factor * value);
    }

    /** Away from the mean of the grey picture by a factor. */
    void contrast(double factor) {
        long sum = 0;
        int pixels = image.height() * image.width();
        for (int i = 0; i < pixels; i++) {
            sum += grey(offset + i * image.channels());
        }
        double mean = Math.floor((double) sum / pixels + 0.5);
        everywhere(value -> mean + factor * (value - mean));
    }

    /** Away from grey by a factor; nothing of grey pictures. */
    void saturation(double factor) {
        if (image.channels() != COLOURS) {
            return;
        }
        for (int at = offset; at < offset + image.elements(); at += COLOURS) {
            int grey = grey(at);
            for (int c = 0; c < COLOURS; c++) {
                images[at + c] = rounded(grey + factor * (value(at + c) - grey));
            }
        }
    }

    /** Turns the hue of each pixel by a share of the circle; nothing of grey pictures. */
    void hue(double share) {
        if (image.channels() != COLOURS) {
            return;
        }
        for (int at = offset; at < offset + image.elements(); at += COLOURS) {
            turn(at, share);
        }
    }

    /** By way of hue, saturation and value (Smith 1978, "Color gamut transform pairs"). */
    private void turn(int at, double share) {
        int red = value(at);
        int green = value(at + 1);
        int blue = value(at + 2);
        int most = Math.max(red, Math.max(green, blue));
        int least = Math.min(red, Math.min(green, blue));
        int chroma = most - least;
        if (chroma == 0) {
            return;
        }
        double sector =
                most == red
                        ? (double) (green - blue) / chroma
                        : most == green
                                ? 2 + (double) (blue - red) / chroma
                                : 4 + (double) (red - green) / chroma;
        double turned = sector + 6 * share;
        for (int c = 0; c < COLOURS; c++) {
            // distance on the circle of six sectors from where this colour is strongest
            double around = Math.abs(modulo(turned - 2 * c + 3, 6) - 3);
            double part = Math.min(1, Math.max(0, 2 - around));
            images[at + c] = rounded(least + chroma * part);
        }
    }

    private static double modulo(double number, double divisor) {
        return number - divisor * Math.floor(number / divisor);
    }

    /** Away from the picture smoothed by (1 1 1, 1 5 1, 1 1 1) / 13; the border stays. */
    void sharpness(double factor) {
        int channels = image.channels();
        int row = image.width() * channels;
        byte[] before = Arrays.copyOfRange(images, offset, offset + image.elements());
        for (int y = 1; y < image.height() - 1; y++) {
            for (int i = y * row + channels; i < (y + 1) * row - channels; i++) {
                int sum = 4 * (before[i] & 0xff);
                for (int near = -1; near <= 1; near++) {
                    int line = i + near * row;
                    sum +=
                            (before[line - channels] & 0xff)
                                    + (before[line] & 0xff)
                                    + (before[line + channels] & 0xff);
                }
                double smooth = Math.rint(sum / 13.0);
                images[offset + i] = rounded(smooth + factor * ((before[i] & 0xff) - smooth));
            }
        }
    }

    /** Keeps so many of the eight bits. */
    void posterize(int bits) {
        int mask = 0xff << (Byte.SIZE - bits);
        everywhere(value -> value & mask);
    }

    /** Inverts what is not below a threshold. */
    void solarize(double threshold) {
        everywhere(value -> value < threshold ? value : 255 - value);
    }

    /** Stretches each channel to all of 0 to 255. */
    void autocontrast() {
        for (int c = 0; c < image.channels(); c++) {
            int[] counts = counts(c);
            int low = 0;
            int high = VALUES - 1;
            while (counts[low] == 0) {
                low++;
            }
            while (counts[high] == 0) {
                high--;
            }
            if (high > low) {
                int least = low;
                int range = high - low;
                inChannel(c, value -> Math.floor((value - least) * 255.0 / range));
            }
        }
    }

    /** Makes the values of each channel about as frequent as each other. */
    void equalize() {
        for (int c = 0; c < image.channels(); c++) {
            int[] counts = counts(c);
            int last = VALUES - 1;
            while (counts[last] == 0) {
                last--;
            }
            int step = (image.height() * image.width() - counts[last]) / 255;
            if (step > 0) {
                int[] becomes = new int[VALUES];
                int sum = step / 2;
                for (int value = 0; value < VALUES; value++) {
                    becomes[value] = sum / step;
                    sum += counts[value];
                }
                inChannel(c, value -> becomes[value]);
            }
        }
    }

    private int[] counts(int channel) {
        int[] counts = new int[VALUES];
        int end = offset + image.elements();
        for (int at = offset + channel; at < end; at += image.channels()) {
            counts[value(at)]++;
        }
        return counts;
    }

    private void everywhere(Curve curve) {
        byte[] table = table(curve);
        for (int i = offset; i < offset + image.elements(); i++) {
            images[i] = table[value(i)];
        }
    }

    private void inChannel(int channel, Curve curve) {
        byte[] table = table(curve);
        int end = offset + image.elements();
        for (int at = offset + channel; at < end; at += image.channels()) {
            images[at] = table[value(at)];
        }
    }

    private static byte[] table(Curve curve) {
        byte[] table = new byte[VALUES];
        for (int value = 0; value < VALUES; value++) {
            table[value] = rounded(curve.of(value));
        }
        return table;
    }

    private int grey(int at) {
        return image.channels() == COLOURS
                ? (RED * value(at) + GREEN * value(at + 1) + BLUE * value(at + 2) + 500) / 1000
                : value(at);
    }

    private int value(int at) {
        return images[at] & 0xff;
    }

    private static byte rounded(double value) {
        return (byte) (int) Math.rint(Math.max(0, Math.min(255, value)));
    }
}
