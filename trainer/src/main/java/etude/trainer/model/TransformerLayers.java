package etude.trainer.model;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;

/**
 * The layers of a transformer over examples of a fixed number of tokens: in turn attention and an
 * MLP with GELU, each a residual branch with layer normalization and dropout.
 */
final class TransformerLayers {
    /** What has been trained; PyTorch's recursion ends at the end of a thread's stack. */
    static final int MOST = 1000;

    /** Standard deviation of weights that do not write to the residual stream. */
    static final double DEVIATION = 0.02;

    /** Axis of the features of a row. */
    private static final int FEATURES = 1;

    /**
     * What decides the layers.
     *
     * @param length tokens of an example
     * @param hidden width of the MLP's hidden layer
     * @param epsilon what layer normalization adds to the variance
     * @param residualDeviation standard deviation of the weights that write to the residual stream
     * @param zeroInitResidual starts each branch at zero: the scale of the normalization at its
     *     end, or without one its last weights
     */
    record Settings(
            int layers,
            int length,
            int width,
            int heads,
            int hidden,
            double dropout,
            double epsilon,
            double residualDeviation,
            ResidualNorm residualNorm,
            boolean zeroInitResidual) {}

    /** For the config key. */
    static final String ZERO_INIT =
            "Start each residual branch at zero: its last weights (Zhang et al. 2019), or with branch_end the scale of its normalization (Goyal et al. 2017).";

    /** For the config key. */
    static final String EPSILON =
            "What layer normalization adds to the variance; published weights of ViT want 1.0e-6, those of GPT-2 1.0e-5.";

    static final String USUAL_EPSILON = "1.0e-5";

    /** Below, float32 gains nothing. */
    static final double LEAST_EPSILON = 1e-12;

    private final Settings settings;
    private final Block attention;
    private final Block gelu;

    /**
     * @param attention from projections (N, length, 3, heads, head width) to (N * length, width)
     * @param gelu the form of GELU of this model's paper
     */
    TransformerLayers(Settings settings, Block attention, Block gelu) {
        this.settings = settings;
        this.attention = attention;
        this.gelu = gelu;
    }

    /**
     * Appends dropout of the embeddings, then all layers. In there, and in what comes out, each
     * token is a row, (N * length, width), so that no layer has to make rows of examples and back.
     */
    StagedBlock addTo(StagedBlock network) {
        addDropout(network).add("rows", Layers.rows());
        for (int layer = 1; layer <= settings.layers(); layer++) {
            network.add("layer" + layer + "_attention", attentionBranch());
            network.add("layer" + layer + "_mlp", mlpBranch());
        }
        return network;
    }

    /** Rows, (N * length, ...), to (N, length, ...). */
    Block examples() {
        return Layers.examples(settings.length());
    }

    /** Layer normalization of the features of each row. */
    Block normalization() {
        return Layers.layerNormalization(FEATURES, settings.epsilon());
    }

    /**
     * @throws IllegalArgumentException when the heads do not share the width evenly
     */
    static void checkHeads(int width, int heads) {
        if (width % heads != 0) {
            throw new IllegalArgumentException(
                    "width: must be a multiple of heads ("
                            + heads
                            + "), found "
                            + width
                            + "; nearest "
                            + Math.max(1, Math.round(width / (double) heads)) * heads);
        }
    }

    private Block attentionBranch() {
        StagedBlock branch =
                begin().add("projections", Layers.linear(3 * settings.width(), DEVIATION))
                        .add("heads", Layers.heads(settings.length(), 3, settings.heads()))
                        .add("attention", attention);
        return end(branch);
    }

    private Block mlpBranch() {
        StagedBlock branch =
                begin().add("hidden", Layers.linear(settings.hidden(), DEVIATION))
                        .add("activation", gelu);
        return end(branch);
    }

    private StagedBlock begin() {
        StagedBlock branch = new StagedBlock();
        return settings.residualNorm() == ResidualNorm.PRE
                ? branch.add("normalization", normalization())
                : branch;
    }

    /** Normalization comes last, after dropout, so that the branch's size is what it says. */
    private Residual end(StagedBlock branch) {
        Block output = Layers.linear(settings.width(), settings.residualDeviation());
        addDropout(branch.add("output", output));
        boolean normalizedLast = settings.residualNorm() == ResidualNorm.BRANCH_END;
        Block last = normalizedLast ? normalization() : output;
        if (normalizedLast) {
            branch.add("normalization", last);
        }
        if (settings.zeroInitResidual()) {
            Layers.zeroed(last, normalizedLast ? Parameter.Type.GAMMA : Parameter.Type.WEIGHT);
        }
        return new Residual(branch);
    }

    private StagedBlock addDropout(StagedBlock stages) {
        double dropout = settings.dropout();
        return dropout > 0 ? stages.add("dropout", Layers.dropout(dropout)) : stages;
    }
}
