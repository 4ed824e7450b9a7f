package etude.trainer.evaluation;

import etude.datasets.EtudeException;
import etude.datasets.Target;
import etude.trainer.config.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The metrics that {@code evaluation.metrics} can choose, in alphabetical order. */
public final class MetricRegistry {
    private final Map<String, MetricProvider> providers = new TreeMap<>();

    /**
     * @throws EtudeException when two providers have the same name
     */
    public MetricRegistry(Iterable<MetricProvider> found) {
        for (MetricProvider provider : found) {
            MetricProvider first = providers.putIfAbsent(provider.name(), provider);
            if (first != null) {
                throw new EtudeException(
                        "two metrics are named %s: %s and %s; remove one of their jars from the class path"
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
    public static MetricRegistry load() {
        try {
            return new MetricRegistry(ServiceLoader.load(MetricProvider.class));
        } catch (ServiceConfigurationError e) {
            throw new EtudeException("cannot load a metric: " + e.getMessage(), e);
        }
    }

    /** All of them. */
    public List<MetricProvider> all() {
        return List.copyOf(providers.values());
    }

    /**
     * Those that a config names, for its targets.
     *
     * @throws ConfigException when there is none of a name, or it measures nothing of such targets
     */
    public List<MetricProvider> of(List<String> names, Target target) {
        List<MetricProvider> chosen = new ArrayList<>();
        for (String name : names) {
            MetricProvider provider = providers.get(name);
            if (provider == null) {
                throw refusal(
                        "evaluation.metrics: expected names of %s, found %s"
                                .formatted(String.join(", ", providers.keySet()), name));
            }
            if (provider.values(target).isEmpty()) {
                throw refusal(
                        "evaluation.metrics: %s measures nothing where the target is %s; remove it"
                                .formatted(name, target.words()));
            }
            chosen.add(provider);
        }
        return List.copyOf(chosen);
    }

    private static ConfigException refusal(String sentence) {
        return new ConfigException(List.of(sentence));
    }
}
