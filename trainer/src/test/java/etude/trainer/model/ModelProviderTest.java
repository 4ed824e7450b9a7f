package etude.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import etude.datasets.EtudeException;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.Target;
import example.LinearModelProvider;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ModelProviderTest {
    @Test
    void serviceLoaderFindsOurModelsAndTheUsers() {
        assertThat(ServiceLoader.load(ModelProvider.class))
                .extracting(ModelProvider::name)
                .contains("mlp", "resnet", "wide_resnet", "vit", "gpt", "example_linear")
                .doesNotHaveDuplicates();
    }

    @Test
    void usersModelReadsItsOwnSettings() {
        ModelProvider provider = new LinearModelProvider();
        ExampleSpec spec = Models.images(4, 1, 3);
        Shape batch = new Shape(2, 1, 4, 4);
        assertThat(
                        Models.count(
                                provider.build(
                                        new LinearModelProvider.Settings(true),
                                        new ModelContext(spec, 0, 2)),
                                batch))
                .isEqualTo(51);
        assertThat(
                        Models.count(
                                provider.build(
                                        new LinearModelProvider.Settings(false),
                                        new ModelContext(spec, 0, 2)),
                                batch))
                .isEqualTo(48);
    }

    @Test
    void usersModelSaysWhatItCannotDo() {
        ExampleSpec regression = new ExampleSpec(new Features.Vector(4), new Target.Value());
        assertThatThrownBy(
                        () ->
                                new LinearModelProvider()
                                        .build(
                                                new LinearModelProvider.Settings(true),
                                                new ModelContext(regression, 0, 2)))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("predicts classes");
    }
}
