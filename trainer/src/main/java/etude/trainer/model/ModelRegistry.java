package etude.trainer.model;

import etude.datasets.EtudeException;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** The models that {@code model.name} can choose, in alphabetical order. */
public final class ModelRegistry {
    private final Map<String, ModelProvider> providers;

    /**
     * @throws EtudeException when two providers have the same name
     */
    public ModelRegistry(Iterable<ModelProvider> found) {
        providers = new TreeMap<>();
        for (ModelProvider provider : found) {
            ModelProvider first = providers.putIfAbsent(provider.name(), provider);
            if (first != null) {
                throw new EtudeException(
                        "two models are named %s: %s and %s; remove one of their jars from the class path"
                                .formatted(
                                        provider.name(),
                                        first.getClass().getName(),
                                        provider.getClass().getName()));
            }
        }
    }

    /**
     * Finds the providers on the class path.
     *
     * @throws EtudeException when one cannot be loaded, or two have the same name
     */
    public static ModelRegistry load() {
        try {
            return new ModelRegistry(ServiceLoader.load(ModelProvider.class));
        } catch (ServiceConfigurationError e) {
            throw new EtudeException("cannot load a model: " + e.getMessage(), e);
        }
    }

    public Optional<ModelProvider> find(String name) {
        return Optional.ofNullable(providers.get(name));
    }

    /**
     * The provider of that name.
     *
     * @throws EtudeException when there is none
     */
    public ModelProvider require(String name) {
        return find(name).orElseThrow(() -> new EtudeException("no model named " + name));
    }

    public Set<String> names() {
        return providers.keySet();
    }
}
