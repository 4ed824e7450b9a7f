package etude.trainer.weights;

import etude.datasets.EtudeException;
import etude.datasets.Features;
import etude.trainer.checkpoint.NamedTensor;
import etude.trainer.config.NamePattern;
import etude.trainer.config.RunConfig;
import etude.trainer.model.GptProvider;
import etude.trainer.model.NormalizationConfig;
import etude.trainer.model.ResNetProvider;
import etude.trainer.model.ResidualNorm;
import etude.trainer.model.VitProvider;
import etude.trainer.weights.Renaming.Layout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names that the field gives the tensors of a model, where its programs agree on some: what is
 * exported is written under them, and what they published is read by them.
 *
 * @param convention whose names they are
 * @param model what loads them there
 * @param tensors one for each of ours
 * @param prefix what some files leave out in front of their names
 * @param idle patterns of what their files may have besides, which no model of ours needs
 * @param advice what the config should say otherwise for their weights, where it does not
 */
public record PublishedNames(
        String convention,
        String model,
        List<Renaming> tensors,
        String prefix,
        List<NamePattern> idle,
        Optional<String> advice) {
    /** What timm's vision transformers add to the variance. */
    private static final double TIMMS_EPSILON = 1e-6;

    /** Hugging Face's name of a language model's output layer. */
    static final String TIED_OUTPUT = "lm_head.weight";

    private static final String PREFIX = "transformer.";
    private static final Layout SAME = new Renaming.Same();
    private static final Layout TRANSPOSED = new Renaming.Transposed();
    private static final Layout ONE_EXAMPLE = new Renaming.OneExample();

    /**
     * The names of a model: torchvision's of {@code resnet} in its variant for large images, timm's
     * of {@code vit} with a class token, Hugging Face's of {@code gpt}; empty where the model is
     * built in another way than theirs.
     *
     * @param features what the model reads
     */
    public static Optional<PublishedNames> of(RunConfig config, Features features) {
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
                && features instanceof Features.Image image) {
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
    public List<NamedTensor> there(Map<String, NamedTensor> ours) {
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

    /**
     * Which of ours a name of theirs stands for; empty for another name.
     *
     * @param theirs with the prefix or without
     */
    Optional<Renaming> find(String theirs) {
        return tensors.stream()
                .filter(
                        tensor ->
                                tensor.theirs().equals(theirs)
                                        || tensor.theirs().equals(prefix + theirs))
                .findFirst();
    }

    /** Their tensors under our names. */
    public Map<String, NamedTensor> back(Map<String, NamedTensor> theirs) {
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
        return new PublishedNames(
                "torchvision",
                "resnet" + depth,
                names.all,
                "",
                idle("*.num_batches_tracked"),
                Optional.empty());
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
        Optional<String> advice =
                Optional.of(
                                "timm's vision transformers normalize with epsilon 1e-6, and this model with %s: model.epsilon=1.0e-6 makes it theirs."
                                        .formatted(vit.epsilon()))
                        .filter(any -> vit.epsilon() != TIMMS_EPSILON);
        return new PublishedNames("timm", "VisionTransformer", names.all, "", List.of(), advice);
    }

    /** Whose linear layers keep (inputs, outputs). The output layer is the token embedding. */
    private static PublishedNames huggingFace(GptProvider.Settings gpt) {
        Names names = new Names();
        names.add("embedding_token", PREFIX + "wte.weight", SAME);
        names.add("embedding_position", PREFIX + "wpe.weight", SAME);
        for (int layer = 1; layer <= gpt.layers(); layer++) {
            String ours = "layer" + layer;
            String theirs = PREFIX + "h.%s.".formatted(layer - 1);
            names.scale(ours + "_attention_body_normalization", theirs + "ln_1");
            names.linear(ours + "_attention_body_projections", theirs + "attn.c_attn", TRANSPOSED);
            names.linear(ours + "_attention_body_output", theirs + "attn.c_proj", TRANSPOSED);
            names.scale(ours + "_mlp_body_normalization", theirs + "ln_2");
            names.linear(ours + "_mlp_body_hidden", theirs + "mlp.c_fc", TRANSPOSED);
            names.linear(ours + "_mlp_body_output", theirs + "mlp.c_proj", TRANSPOSED);
        }
        names.scale("normalization", PREFIX + "ln_f");
        // the causal mask, and the output layer, which is the token embedding
        List<NamePattern> idle = idle("*h.*.attn.bias", "*h.*.attn.masked_bias", TIED_OUTPUT);
        return new PublishedNames(
                "Hugging Face", "GPT2LMHeadModel", names.all, PREFIX, idle, Optional.empty());
    }

    private static List<NamePattern> idle(String... patterns) {
        return Arrays.stream(patterns).map(NamePattern::new).toList();
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
