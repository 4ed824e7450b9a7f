package etude.trainer.export;

import etude.datasets.EtudeException;
import etude.datasets.Features;
import etude.datasets.preprocessing.Preprocessing;
import etude.trainer.checkpoint.NamedTensor;
import etude.trainer.config.RunConfig;
import etude.trainer.export.Renaming.Layout;
import etude.trainer.model.GptProvider;
import etude.trainer.model.NormalizationConfig;
import etude.trainer.model.ResNetProvider;
import etude.trainer.model.ResidualNorm;
import etude.trainer.model.VitProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names that the field gives the tensors of a model, where its programs agree on some.
 *
 * @param convention whose names they are
 * @param model what loads them there
 */
record PublishedNames(String convention, String model, List<Renaming> tensors) {
    private static final Layout SAME = new Renaming.Same();
    private static final Layout TRANSPOSED = new Renaming.Transposed();
    private static final Layout ONE_EXAMPLE = new Renaming.OneExample();

    /**
     * The names of a model: torchvision's of {@code resnet} in its variant for large images, timm's
     * of {@code vit} with a class token, Hugging Face's of {@code gpt}; empty where the model is
     * built in another way than theirs.
     */
    static Optional<PublishedNames> of(RunConfig config, Preprocessing preprocessing) {
        Record settings = config.model().settings();
        if (settings instanceof ResNetProvider.Settings resnet) {
            boolean theirs =
                    resnet.variant() == ResNetProvider.Variant.IMAGENET
                            && (resnet.normalization() instanceof NormalizationConfig.BatchNorm
                                    || resnet.normalization()
                                            instanceof NormalizationConfig.GhostBatchNorm);
            return theirs ? Optional.of(torchvision(resnet.depth())) : Optional.empty();
        }
        if (settings instanceof VitProvider.Settings vit
                && preprocessing.encoding().features() instanceof Features.Image image) {
            boolean theirs =
                    vit.pooling() == VitProvider.Pooling.CLASS_TOKEN
                            && vit.residualNorm() == ResidualNorm.PRE;
            return theirs ? Optional.of(timm(vit, image)) : Optional.empty();
        }
        if (settings instanceof GptProvider.Settings gpt) {
            return gpt.residualNorm() == ResidualNorm.PRE
                    ? Optional.of(huggingFace(gpt))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    /** Our tensors under their names. */
    List<NamedTensor> there(Map<String, NamedTensor> ours) {
        List<NamedTensor> theirs = new ArrayList<>();
        for (Renaming tensor : tensors) {
            theirs.add(tensor.layout().there(require(ours, tensor.ours()), tensor.theirs()));
        }
        if (theirs.size() != ours.size()) {
            throw new IllegalStateException(
                    "%s names for %s tensors".formatted(theirs.size(), ours.size()));
        }
        return theirs;
    }

    /** Their tensors under our names. */
    Map<String, NamedTensor> back(Map<String, NamedTensor> theirs) {
        Map<String, NamedTensor> ours = new LinkedHashMap<>();
        for (Renaming tensor : tensors) {
            ours.put(
                    tensor.ours(),
                    tensor.layout().back(require(theirs, tensor.theirs()), tensor.ours()));
        }
        return ours;
    }

    private static NamedTensor require(Map<String, NamedTensor> tensors, String name) {
        NamedTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new EtudeException("expected a tensor %s, found none".formatted(name));
        }
        return tensor;
    }

    private static PublishedNames torchvision(int depth) {
        Names names = new Names();
        names.convolution("stem", "conv1", "bn1");
        boolean bottleneck = depth >= 50;
        int[] blocks = depth == 18 ? new int[] {2, 2, 2, 2} : new int[] {3, 4, 6, 3};
        for (int stage = 1; stage <= blocks.length; stage++) {
            for (int block = 1; block <= blocks[stage - 1]; block++) {
                String ours = "stage%s_block%s_".formatted(stage, block);
                String theirs = "layer%s.%s.".formatted(stage, block - 1);
                for (int layer = 1; layer <= (bottleneck ? 3 : 2); layer++) {
                    names.convolution(
                            ours + "body_layer" + layer,
                            theirs + "conv" + layer,
                            theirs + "bn" + layer);
                }
                if (block == 1 && (stage > 1 || bottleneck)) {
                    names.convolution(
                            ours + "shortcut", theirs + "downsample.0", theirs + "downsample.1");
                }
            }
        }
        names.linear("output", "fc", SAME);
        return new PublishedNames("torchvision", "resnet" + depth, names.all);
    }

    private static PublishedNames timm(VitProvider.Settings vit, Features.Image image) {
        Names names = new Names();
        names.add("embedding_class_token", "cls_token", ONE_EXAMPLE);
        names.add("embedding_position", "pos_embed", ONE_EXAMPLE);
        names.add(
                "embedding_patch",
                "patch_embed.proj.weight",
                new Renaming.Patches(vit.patchSize(), image.channels()));
        names.add("embedding_bias", "patch_embed.proj.bias", SAME);
        for (int layer = 1; layer <= vit.layers(); layer++) {
            String ours = "layer" + layer;
            String theirs = "blocks.%s.".formatted(layer - 1);
            names.scale(ours + "_attention_body_normalization", theirs + "norm1");
            names.linear(ours + "_attention_body_projections", theirs + "attn.qkv", SAME);
            names.linear(ours + "_attention_body_output", theirs + "attn.proj", SAME);
            names.scale(ours + "_mlp_body_normalization", theirs + "norm2");
            names.linear(ours + "_mlp_body_hidden", theirs + "mlp.fc1", SAME);
            names.linear(ours + "_mlp_body_output", theirs + "mlp.fc2", SAME);
        }
        names.scale("normalization", "norm");
        names.linear("output", "head", SAME);
        return new PublishedNames("timm", "VisionTransformer", names.all);
    }

    /** Whose linear layers keep (inputs, outputs). The output layer is the token embedding. */
    private static PublishedNames huggingFace(GptProvider.Settings gpt) {
        Names names = new Names();
        names.add("embedding_token", "transformer.wte.weight", SAME);
        names.add("embedding_position", "transformer.wpe.weight", SAME);
        for (int layer = 1; layer <= gpt.layers(); layer++) {
            String ours = "layer" + layer;
            String theirs = "transformer.h.%s.".formatted(layer - 1);
            names.scale(ours + "_attention_body_normalization", theirs + "ln_1");
            names.linear(ours + "_attention_body_projections", theirs + "attn.c_attn", TRANSPOSED);
            names.linear(ours + "_attention_body_output", theirs + "attn.c_proj", TRANSPOSED);
            names.scale(ours + "_mlp_body_normalization", theirs + "ln_2");
            names.linear(ours + "_mlp_body_hidden", theirs + "mlp.c_fc", TRANSPOSED);
            names.linear(ours + "_mlp_body_output", theirs + "mlp.c_proj", TRANSPOSED);
        }
        names.scale("normalization", "transformer.ln_f");
        return new PublishedNames("Hugging Face", "GPT2LMHeadModel", names.all);
    }

    /** Names in the making. */
    private static final class Names {
        private final List<Renaming> all = new ArrayList<>();

        void add(String ours, String theirs, Layout layout) {
            all.add(new Renaming(ours, theirs, layout));
        }

        void convolution(String ours, String convolution, String normalization) {
            add(ours + "_convolution_weight", convolution + ".weight", SAME);
            scale(ours + "_normalization", normalization);
            add(ours + "_normalization_running_mean", normalization + ".running_mean", SAME);
            add(ours + "_normalization_running_variance", normalization + ".running_var", SAME);
        }

        void scale(String ours, String theirs) {
            add(ours + "_gamma", theirs + ".weight", SAME);
            add(ours + "_beta", theirs + ".bias", SAME);
        }

        void linear(String ours, String theirs, Layout weight) {
            add(ours + "_weight", theirs + ".weight", weight);
            add(ours + "_bias", theirs + ".bias", SAME);
        }
    }
}
