package etude.trainer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import etude.datasets.Features;
import etude.datasets.encoding.Vocabulary;
import etude.datasets.preprocessing.Preprocessing;
import etude.datasets.subword.TokenizerReader;
import etude.trainer.checkpoint.NamedTensor;
import etude.trainer.config.ConfigException;
import etude.trainer.config.InitializeFromConfig;
import etude.trainer.config.RenameConfig;
import etude.trainer.export.RandomModel;
import etude.trainer.run.SavedModel;
import etude.trainer.tokenizer.ByteTokenizers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as other projects publish them, with their names, shapes and what else is in them. */
final class FitTest {
    private static final String RESNET = "{name: resnet, variant: imagenet, depth: 18}";
    private static final String VIT =
            "{name: vit, patch_size: 4, layers: 2, width: 16, heads: 2, mlp_ratio: 2, epsilon: 1.0e-6}";
    private static final String GPT = "{name: gpt, layers: 2, width: 16, heads: 4}";

    /** A model, and its weights as somebody else has published them. */
    private record Published(SavedModel model, Map<String, NamedTensor> theirs) {
        static Published of(String model, Preprocessing preprocessing) {
            SavedModel saved = RandomModel.of(model, preprocessing);
            Map<String, NamedTensor> theirs = new LinkedHashMap<>();
            PublishedNames.of(saved.config(), preprocessing.encoding().features())
                    .orElseThrow()
                    .there(saved.checkpoint().parameters())
                    .forEach(tensor -> theirs.put(tensor.name(), tensor));
            return new Published(saved, theirs);
        }

        Map<String, NamedTensor> ours() {
            return model.checkpoint().parameters();
        }

        void add(String name, long[] shape) {
            int size = 1;
            for (long axis : shape) {
                size *= (int) axis;
            }
            theirs.put(name, new NamedTensor(name, shape, new float[size]));
        }

        /** Under other names. */
        Map<String, NamedTensor> named(Function<String, String> names) {
            return theirs.values().stream()
                    .map(one -> new NamedTensor(names.apply(one.name()), one.shape(), one.data()))
                    .collect(
                            Collectors.toMap(
                                    NamedTensor::name,
                                    one -> one,
                                    (a, b) -> a,
                                    LinkedHashMap::new));
        }
    }

    private static InitializeFromConfig plain() {
        return new InitializeFromConfig("file", List.of(), List.of(), List.of());
    }

    private static InitialWeights fit(
            String model,
            Preprocessing preprocessing,
            InitializeFromConfig from,
            Map<String, NamedTensor> file) {
        return fit(model, preprocessing, from, RandomModel.shapes(model, preprocessing), file);
    }

    private static InitialWeights fit(
            String model,
            Preprocessing preprocessing,
            InitializeFromConfig from,
            Map<String, long[]> shapes,
            Map<String, NamedTensor> file) {
        return Fit.of(
                RandomModel.config(model),
                from,
                preprocessing.encoding().features(),
                shapes,
                new WeightFile(new LoadReport.Source(Path.of("file"), "file", "sum"), file));
    }

    private static void assertSame(
            Map<String, NamedTensor> found, Map<String, NamedTensor> expected) {
        assertThat(found.keySet()).isSubsetOf(expected.keySet());
        found.forEach(
                (name, tensor) -> {
                    NamedTensor other = Optional.ofNullable(expected.get(name)).orElseThrow();
                    assertThat(tensor.data()).as(name).isEqualTo(other.data());
                    assertThat(tensor.shape()).as(name).isEqualTo(other.shape());
                });
    }

    @Test
    void torchvisionsResNetIsReadWithoutItsCountersAndAHeadOfOtherClassesStaysFresh() {
        Preprocessing images = RandomModel.images(32, 3, 5);
        Published file = Published.of(RESNET, images);
        Map<String, long[]> shapes = new LinkedHashMap<>();
        file.ours().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        file.add("bn1.num_batches_tracked", new long[0]);
        InitialWeights weights = fit(RESNET, images, plain(), shapes, file.theirs());
        assertSame(weights.tensors(), file.ours());
        assertThat(weights.report().loaded()).hasSize(102);
        assertThat(weights.report().fresh()).isEmpty();
        assertThat(weights.report().unused()).isEmpty();

        Map<String, long[]> seven = new LinkedHashMap<>(shapes);
        seven.put("output_weight", new long[] {7, 512});
        seven.put("output_bias", new long[] {7});
        weights = fit(RESNET, images, plain(), seven, file.theirs());
        assertThat(weights.tensors()).hasSize(100);
        assertThat(weights.report().sentences())
                .containsExactly(
                        "Weights of file (sum): 100 of 102 tensors loaded.",
                        "Fresh (another shape): output_weight, output_bias.");

        Map<String, NamedTensor> headless = new LinkedHashMap<>(file.theirs());
        headless.keySet().removeIf(name -> name.startsWith("fc."));
        assertThat(fit(RESNET, images, plain(), shapes, headless).report().sentences())
                .contains("Fresh (not in the file): output_weight, output_bias.");
    }

    @Test
    void timmsViTIsReadAndItsPositionsAreResampled() {
        Preprocessing images = RandomModel.images(12, 3, 4);
        Published file = Published.of(VIT, images);
        assertSame(fit(VIT, images, plain(), file.theirs()).tensors(), file.ours());
        InitialWeights larger = fit(VIT, RandomModel.images(20, 3, 4), plain(), file.theirs());
        assertThat(larger.report().sentences())
                .containsExactly(
                        "Weights of file (sum): 32 of 32 tensors loaded.",
                        "Fitted: embedding_position, 3 x 3 patches to 5 x 5, bicubic.");
        NamedTensor positions =
                Optional.ofNullable(larger.tensors().get("embedding_position")).orElseThrow();
        assertThat(positions.shape()).containsExactly(26, 16);
        NamedTensor theirs = Optional.ofNullable(file.theirs().get("pos_embed")).orElseThrow();
        for (int i = 0; i < 16; i++) { // the class token's
            assertThat(positions.data()[i]).isCloseTo(theirs.data()[i], within(0f));
        }
        String otherEpsilon = VIT.replace("1.0e-6", "1.0e-5");
        assertThat(fit(otherEpsilon, images, plain(), file.theirs()).report().sentences())
                .last()
                .asString()
                .contains("epsilon 1e-6", "model.epsilon=1.0e-6");
    }

    @Test
    void huggingFacesGptIsReadWithOrWithoutItsPrefix() {
        Preprocessing text = RandomModel.text(new Vocabulary.Bytes(), 10);
        Published file = Published.of(GPT, text);
        assertSame(fit(GPT, text, plain(), file.theirs()).tensors(), file.ours());

        file.add("transformer.h.0.attn.bias", new long[] {1, 1, 10, 10});
        file.add("transformer.h.1.attn.masked_bias", new long[0]);
        Map<String, NamedTensor> bare =
                file.named(name -> name.replaceFirst("^transformer\\.", ""));
        NamedTensor tokens = Optional.ofNullable(bare.get("wte.weight")).orElseThrow();
        bare.put(
                "lm_head.weight", new NamedTensor("lm_head.weight", tokens.shape(), tokens.data()));
        InitialWeights weights = fit(GPT, text, plain(), bare);
        assertSame(weights.tensors(), file.ours());
        assertThat(weights.report().loaded()).hasSize(28);
        assertThat(weights.report().unused()).isEmpty();
        bare.put(
                "lm_head.weight",
                new NamedTensor("lm_head.weight", tokens.shape(), new float[tokens.data().length]));
        assertThat(fit(GPT, text, plain(), bare).report().unused())
                .containsExactly("lm_head.weight");

        Preprocessing shorter = RandomModel.text(new Vocabulary.Bytes(), 6);
        assertThat(fit(GPT, shorter, plain(), file.theirs()).report().fitted())
                .containsExactly(
                        new LoadReport.Fitted("embedding_position", "the first 6 of 10 positions"));
        Preprocessing others =
                RandomModel.text(new Vocabulary.Characters(new int[] {97, 98, 99}), 10);
        assertThat(fit(GPT, others, plain(), file.theirs()).report().fresh())
                .containsExactly(
                        new LoadReport.Fresh("embedding_token", LoadReport.Why.ANOTHER_SHAPE));
    }

    @Test
    void weightsOfGpt2sTokensFitAModelWithItsTokenizer() {
        Preprocessing text =
                RandomModel.text(
                        new Vocabulary.Subwords(
                                TokenizerReader.installed()
                                        .read("gpt2.json", ByteTokenizers.ofTheSizeOfGpt2s())),
                        10);
        Published file = Published.of(GPT, text);
        NamedTensor tokens =
                Optional.ofNullable(file.theirs().get("transformer.wte.weight")).orElseThrow();
        assertThat(tokens.shape()[0]).isEqualTo(50_257);
        assertSame(fit(GPT, text, plain(), file.theirs()).tensors(), file.ours());
    }

    @Test
    void namesAreMappedAndSkipped() {
        Preprocessing images = RandomModel.images(12, 3, 4);
        Published file = Published.of(VIT, images);
        Map<String, NamedTensor> renamed = file.named(name -> "visual.trunk." + name);
        InitializeFromConfig from =
                new InitializeFromConfig(
                        "file",
                        List.of(new RenameConfig("visual.trunk.*", "*")),
                        List.of(),
                        List.of("output_*", "layer2_*"));
        LoadReport report = fit(VIT, images, from, renamed).report();
        assertThat(report.loaded()).hasSize(18);
        assertThat(report.fresh())
                .hasSize(14)
                .allMatch(fresh -> fresh.why() == LoadReport.Why.SKIPPED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'layers: 3, width: 16' | it lacks 12 of the model's tensors (layer3_attention_body_projections_weight,",
                "'layers: 2, width: 8' | of another shape than in the model: embedding_patch, [8, 48] in the model and [16, 48] in the file,",
                "'layers: 2, width: 16, pooling: average' | none of its tensors fits the model: expected names as embedding_patch, embedding_position, layer1_attention_body_projections_weight and 28 more, found cls_token, pos_embed, patch_embed.proj.weight and 29 more;",
            })
    void whatDoesNotFitIsRefused(String settings, String sentence) {
        Preprocessing images = RandomModel.images(12, 3, 4);
        Published file = Published.of(VIT, images);
        String model = "{name: vit, patch_size: 4, heads: 2, mlp_ratio: 2, %s}".formatted(settings);
        assertThatThrownBy(() -> fit(model, images, plain(), file.theirs()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("initialize_from.path: file: " + sentence);
    }

    @Test
    void patternsThatMatchNothingAreRefused() {
        Preprocessing images = RandomModel.images(12, 3, 4);
        Published file = Published.of(VIT, images);
        InitializeFromConfig skip =
                new InitializeFromConfig("file", List.of(), List.of(), List.of("head.*"));
        assertThatThrownBy(() -> fit(VIT, images, skip, file.theirs()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "initialize_from.skip: expected head.* to match a parameter, found none; there are embedding_patch, embedding_position, embedding_class_token and 29 more");
        InitializeFromConfig map =
                new InitializeFromConfig(
                        "file", List.of(new RenameConfig("model.*", "*")), List.of(), List.of());
        assertThatThrownBy(() -> fit(VIT, images, map, file.theirs()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("initialize_from.map: expected model.* to match a tensor");
    }

    @Test
    void aTensorInAnotherLayoutIsNotReadAsOurs() {
        Preprocessing images = RandomModel.images(12, 3, 4);
        Published file = Published.of(VIT, images);
        file.add("patch_embed.proj.weight", new long[] {16, 48});
        assertThat(images.encoding().features()).isInstanceOf(Features.Image.class);
        assertThatThrownBy(() -> fit(VIT, images, plain(), file.theirs()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "embedding_patch, which patch_embed.proj.weight [16, 48] is not laid out for");
    }
}
