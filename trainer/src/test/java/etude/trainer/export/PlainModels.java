package etude.trainer.export;

import etude.trainer.checkpoint.NamedTensor;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/**
 * The field's models written down again in plain Java and float64, by the names of their tensors:
 * torchvision's ResNet, timm's VisionTransformer, Hugging Face's GPT2LMHeadModel.
 *
 * @param tensors as a file has them
 * @param epsilon of layer and batch normalization
 */
public record PlainModels(Map<String, NamedTensor> tensors, double epsilon) {

    private float[] data(String name) {
        return Objects.requireNonNull(tensors.get(name), name).data();
    }

    private long[] shape(String name) {
        return Objects.requireNonNull(tensors.get(name), name).shape();
    }

    /** (channels, height, width). */
    private record Image(int channels, int edge, double[] values) {
        double at(int channel, int row, int column) {
            boolean inside = row >= 0 && column >= 0 && row < edge && column < edge;
            return inside ? values[(channel * edge + row) * edge + column] : 0;
        }
    }

    /**
     * Logits of one normalised image (channels, edge, edge) by a ResNet of basic blocks, or of
     * bottlenecks where its tensors are those.
     *
     * @param blocks of each of its four layers
     */
    public double[] resNet(int channels, int edge, double[] image, int... blocks) {
        Image x =
                relu(normalized("bn1", convolution("conv1", new Image(channels, edge, image), 2)));
        x = maxPool(x);
        for (int layer = 1; layer <= blocks.length; layer++) {
            for (int block = 0; block < blocks[layer - 1]; block++) {
                String name = "layer%s.%s.".formatted(layer, block);
                int stride = layer > 1 && block == 0 ? 2 : 1;
                Image y =
                        tensors.containsKey(name + "conv3.weight")
                                ? bottleneck(name, x, stride)
                                : basic(name, x, stride);
                Image carried =
                        tensors.containsKey(name + "downsample.0.weight")
                                ? normalized(
                                        name + "downsample.1",
                                        convolution(name + "downsample.0", x, stride))
                                : x;
                for (int i = 0; i < y.values.length; i++) {
                    y.values[i] += carried.values[i];
                }
                x = relu(y);
            }
        }
        double[] pooled = new double[x.channels];
        int area = x.edge * x.edge;
        for (int i = 0; i < x.values.length; i++) {
            pooled[i / area] += x.values[i] / area;
        }
        return linear("fc", pooled);
    }

    private Image basic(String name, Image x, int stride) {
        Image y = relu(normalized(name + "bn1", convolution(name + "conv1", x, stride)));
        return normalized(name + "bn2", convolution(name + "conv2", y, 1));
    }

    /** The stride is that of the convolution in the middle, as torchvision has it. */
    private Image bottleneck(String name, Image x, int stride) {
        Image y = relu(normalized(name + "bn1", convolution(name + "conv1", x, 1)));
        y = relu(normalized(name + "bn2", convolution(name + "conv2", y, stride)));
        return normalized(name + "bn3", convolution(name + "conv3", y, 1));
    }

    private Image convolution(String name, Image x, int stride) {
        float[] weight = data(name + ".weight");
        long[] shape = shape(name + ".weight");
        int outputs = (int) shape[0];
        int kernel = (int) shape[2];
        int padding = kernel / 2;
        int edge = (x.edge + 2 * padding - kernel) / stride + 1;
        double[] result = new double[outputs * edge * edge];
        for (int place = 0; place < result.length; place++) {
            int output = place / (edge * edge);
            int row = place / edge % edge * stride - padding;
            int column = place % edge * stride - padding;
            double sum = 0;
            for (int i = 0; i < x.channels * kernel * kernel; i++) {
                sum +=
                        weight[output * x.channels * kernel * kernel + i]
                                * x.at(
                                        i / (kernel * kernel),
                                        row + i / kernel % kernel,
                                        column + i % kernel);
            }
            result[place] = sum;
        }
        return new Image(outputs, edge, result);
    }

    private Image normalized(String name, Image x) {
        int area = x.edge * x.edge;
        for (int i = 0; i < x.values.length; i++) {
            int channel = i / area;
            double deviation = Math.sqrt(data(name + ".running_var")[channel] + epsilon);
            double value = (x.values[i] - data(name + ".running_mean")[channel]) / deviation;
            x.values[i] = value * data(name + ".weight")[channel] + data(name + ".bias")[channel];
        }
        return x;
    }

    private static Image relu(Image x) {
        return new Image(
                x.channels, x.edge, Arrays.stream(x.values).map(v -> Math.max(v, 0)).toArray());
    }

    private static Image maxPool(Image x) {
        int edge = (x.edge + 1) / 2;
        double[] result = new double[x.channels * edge * edge];
        for (int place = 0; place < result.length; place++) {
            for (int i = 0; i < 9; i++) {
                // All values are positive or zero, so that padding with zero changes nothing.
                result[place] =
                        Math.max(
                                result[place],
                                x.at(
                                        place / (edge * edge),
                                        2 * (place / edge % edge) - 1 + i / 3,
                                        2 * (place % edge) - 1 + i % 3));
            }
        }
        return new Image(x.channels, edge, result);
    }

    /** Logits of one normalised image (channels, edge, edge). */
    public double[] visionTransformer(
            int channels, int edge, double[] image, int layers, int heads) {
        int patch = (int) shape("patch_embed.proj.weight")[2];
        int width = (int) shape("patch_embed.proj.weight")[0];
        int side = edge / patch;
        double[][] x = new double[1 + side * side][];
        x[0] = doubles(data("cls_token"));
        Image pixels = new Image(channels, edge, image);
        for (int token = 1; token < x.length; token++) {
            int row = (token - 1) / side * patch;
            int column = (token - 1) % side * patch;
            double[] flat = new double[channels * patch * patch];
            for (int i = 0; i < flat.length; i++) {
                flat[i] =
                        pixels.at(i / (patch * patch), row + i / patch % patch, column + i % patch);
            }
            x[token] = linear("patch_embed.proj", flat);
        }
        float[] positions = data("pos_embed");
        for (int i = 0; i < x.length * width; i++) {
            x[i / width][i % width] += positions[i];
        }
        for (int layer = 0; layer < layers; layer++) {
            String name = "blocks.%s.".formatted(layer);
            double[][] projections = new double[x.length][];
            for (int t = 0; t < x.length; t++) {
                projections[t] = linear(name + "attn.qkv", layerNorm(name + "norm1", x[t]));
            }
            double[][] attended = attention(projections, heads, false);
            for (int t = 0; t < x.length; t++) {
                add(x[t], linear(name + "attn.proj", attended[t]));
                double[] hidden = linear(name + "mlp.fc1", layerNorm(name + "norm2", x[t]));
                for (int i = 0; i < hidden.length; i++) {
                    hidden[i] *= (1 + erf(hidden[i] / Math.sqrt(2))) / 2;
                }
                add(x[t], linear(name + "mlp.fc2", hidden));
            }
        }
        return linear("head", layerNorm("norm", x[0]));
    }

    /** Logits at each position of a window of tokens. */
    public double[][] gpt2(int[] tokens, int layers, int heads) {
        int width = (int) shape("transformer.wte.weight")[1];
        float[] table = data("transformer.wte.weight");
        float[] positions = data("transformer.wpe.weight");
        double[][] x = new double[tokens.length][width];
        for (int i = 0; i < tokens.length * width; i++) {
            x[i / width][i % width] =
                    (double) table[tokens[i / width] * width + i % width] + positions[i];
        }
        for (int layer = 0; layer < layers; layer++) {
            String name = "transformer.h.%s.".formatted(layer);
            double[][] projections = new double[x.length][];
            for (int t = 0; t < x.length; t++) {
                projections[t] =
                        convolution1d(name + "attn.c_attn", layerNorm(name + "ln_1", x[t]));
            }
            double[][] attended = attention(projections, heads, true);
            for (int t = 0; t < x.length; t++) {
                add(x[t], convolution1d(name + "attn.c_proj", attended[t]));
                double[] hidden = convolution1d(name + "mlp.c_fc", layerNorm(name + "ln_2", x[t]));
                for (int i = 0; i < hidden.length; i++) {
                    double v = hidden[i];
                    double inner = Math.sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v);
                    hidden[i] = v / 2 * (1 + Math.tanh(inner));
                }
                add(x[t], convolution1d(name + "mlp.c_proj", hidden));
            }
        }
        double[][] logits = new double[x.length][table.length / width];
        for (int t = 0; t < x.length; t++) {
            double[] last = layerNorm("transformer.ln_f", x[t]);
            for (int i = 0; i < table.length; i++) {
                logits[t][i / width] += table[i] * last[i % width];
            }
        }
        return logits;
    }

    /** Of projections (token, 3 * heads * head width), queries before keys before values. */
    private static double[][] attention(double[][] projections, int heads, boolean causal) {
        int width = projections[0].length / 3;
        int each = width / heads;
        double[][] result = new double[projections.length][width];
        for (int t = 0; t < projections.length; t++) {
            int seen = causal ? t + 1 : projections.length;
            for (int head = 0; head < heads; head++) {
                double[] shares = new double[seen];
                for (int s = 0; s < seen; s++) {
                    for (int i = head * each; i < (head + 1) * each; i++) {
                        shares[s] += projections[t][i] * projections[s][width + i];
                    }
                }
                double sum = 0;
                for (int s = 0; s < seen; s++) {
                    shares[s] = Math.exp(shares[s] / Math.sqrt(each));
                    sum += shares[s];
                }
                for (int s = 0; s < seen; s++) {
                    for (int i = head * each; i < (head + 1) * each; i++) {
                        result[t][i] += shares[s] / sum * projections[s][2 * width + i];
                    }
                }
            }
        }
        return result;
    }

    private double[] layerNorm(String name, double[] x) {
        double mean = Arrays.stream(x).average().orElseThrow();
        double variance =
                Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
        float[] scale = data(name + ".weight");
        float[] shift = data(name + ".bias");
        double[] result = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            result[i] = (x[i] - mean) / Math.sqrt(variance + epsilon) * scale[i] + shift[i];
        }
        return result;
    }

    /** A weight (outputs, ...). */
    private double[] linear(String name, double[] x) {
        float[] weight = data(name + ".weight");
        double[] result = doubles(data(name + ".bias"));
        for (int i = 0; i < weight.length; i++) {
            result[i / x.length] += weight[i] * x[i % x.length];
        }
        return result;
    }

    /** A weight (inputs, outputs). */
    private double[] convolution1d(String name, double[] x) {
        float[] weight = data(name + ".weight");
        double[] result = doubles(data(name + ".bias"));
        for (int i = 0; i < weight.length; i++) {
            result[i % result.length] += weight[i] * x[i / result.length];
        }
        return result;
    }

    private static void add(double[] to, double[] more) {
        for (int i = 0; i < to.length; i++) {
            to[i] += more[i];
        }
    }

    private static double[] doubles(float[] values) {
        double[] result = new double[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = values[i];
        }
        return result;
    }

    /** Abramowitz and Stegun 7.1.5: the series, for arguments as small as activations are. */
    private static double erf(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; n < 60; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }
}
