package etude.datasets.provider;

import etude.datasets.EtudeException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The providers of one kind on the class path, in alphabetical order. */
public final class Providers<P extends Provider> {
    private final String kind;
    private final Map<String, P> providers = new TreeMap<>();

    /**
     * @param kind what a sentence calls one of them, such as loss
     * @throws EtudeException when two have the same name
     */
    public Providers(String kind, Iterable<P> found) {
        this.kind = kind;
        for (P provider : found) {
            P first = providers.putIfAbsent(provider.name(), provider);
            if (first != null) {
                throw new EtudeException(
                        "the name %s stands for two classes of the kind %s: %s and %s; remove one of their jars from the class path"
                                .formatted(
                                        provider.name(),
                                        kind,
                                        first.getClass().getName(),
                                        provider.getClass().getName()));
            }
        }
    }

    /**
     * Finds them.
     *
     * @throws EtudeException when one cannot be loaded, or two have the same name
     */
    public static <P extends Provider> Providers<P> load(String kind, Class<P> type) {
        try {
            return new Providers<>(kind, ServiceLoader.load(type));
        } catch (ServiceConfigurationError e) {
            throw new EtudeException(
                    "cannot load a class of the kind %s: %s".formatted(kind, e.getMessage()), e);
        }
    }

    /**
     * The one of that name.
     *
     * @throws EtudeException when there is none
     */
    public P require(String name) {
        P provider = providers.get(name);
        if (provider == null) {
            throw new EtudeException("no %s is named %s".formatted(kind, name));
        }
        return provider;
    }

    /** The settings of each, by its name. */
    public Map<String, Class<? extends Record>> settings() {
        Map<String, Class<? extends Record>> settings = new LinkedHashMap<>();
        providers.forEach((name, provider) -> settings.put(name, provider.settings()));
        return Collections.unmodifiableMap(settings);
    }
}
