package etude.trainer.run;

import etude.datasets.config.AugmentationConfig;
import etude.datasets.config.ProvidedConfig;
import etude.datasets.provider.AugmentationProvider;
import etude.datasets.provider.DatasetProvider;
import etude.datasets.provider.Provider;
import etude.datasets.provider.Providers;
import etude.trainer.config.RunConfig;
import etude.trainer.evaluation.MetricProvider;
import etude.trainer.evaluation.MetricRegistry;
import etude.trainer.model.ModelProvider;
import etude.trainer.model.ModelRegistry;
import etude.trainer.provider.LossProvider;
import etude.trainer.provider.OptimizerProvider;
import etude.trainer.provider.RememberedJar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which jars of a user a config needs: those of the classes that it names and Etude has not. */
public final class UsedJars {
    private static final String OURS = "etude.";

    private final Map<String, Class<?>> classes = new LinkedHashMap<>();

    private UsedJars() {}

    /** The jars, with what they provide. */
    public static List<RememberedJar> of(RunConfig config) {
        UsedJars used = new UsedJars();
        ModelRegistry.load()
                .find(config.model().name())
                .map(ModelProvider::getClass)
                .ifPresent(type -> used.add("model " + config.model().name(), type));
        for (MetricProvider metric : MetricRegistry.load().all()) {
            if (config.evaluation().metrics().contains(metric.name())) {
                used.add("metric " + metric.name(), metric.getClass());
            }
        }
        used.add("data set", DatasetProvider.class, Optional.of(config.dataset().source()));
        for (AugmentationConfig augmentation : config.dataset().augment()) {
            used.add("augmentation", AugmentationProvider.class, Optional.of(augmentation));
        }
        used.add("loss", LossProvider.class, config.loss());
        used.add("optimizer", OptimizerProvider.class, Optional.of(config.optimizer()));
        return RememberedJar.of(used.classes);
    }

    private <P extends Provider> void add(String kind, Class<P> type, Optional<?> config) {
        config.filter(ProvidedConfig.class::isInstance)
                .map(provided -> ((ProvidedConfig) provided).name())
                .ifPresent(
                        name ->
                                add(
                                        kind + " " + name,
                                        Providers.load(kind, type).require(name).getClass()));
    }

    private void add(String what, Class<?> type) {
        if (!type.getName().startsWith(OURS)) {
            classes.put(what, type);
        }
    }
}
