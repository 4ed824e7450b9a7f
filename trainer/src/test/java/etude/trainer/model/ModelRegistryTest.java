package etude.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ModelRegistryTest {
    @Test
    void providersOnTheClassPathAreFoundByName() {
        ModelRegistry registry = ModelRegistry.load();

        assertThat(registry.names()).contains("tiny");
        assertThat(registry.find("tiny")).containsInstanceOf(TinyProvider.class);
        assertThat(registry.find("absent")).isEmpty();
    }

    @Test
    void twoProvidersWithOneNameAreRefused() {
        assertThatThrownBy(() -> new ModelRegistry(List.of(new TinyProvider(), new TinyProvider())))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("two models are named tiny");
    }
}
