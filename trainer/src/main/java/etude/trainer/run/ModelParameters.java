package etude.trainer.run;

import etude.datasets.source.DataRoot;
import etude.datasets.source.Sources;
import etude.datasets.split.Splits;
import etude.trainer.config.Durations;
import etude.trainer.config.RunConfig;
import etude.trainer.engine.Devices;
import etude.trainer.engine.FlatParameters;
import etude.trainer.engine.FlatParameters.Slot;
import etude.trainer.engine.Treatment;
import etude.trainer.loop.Training;
import etude.trainer.model.ModelRegistry;
import etude.trainer.optimizer.ParameterGroups;
import etude.trainer.weights.LoadReport;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The parameters and running statistics of a config's model, what they would start from and what
 * training would do with them.
 *
 * @param start what was read for them, where the config names weights to start from
 */
public record ModelParameters(List<Parameter> all, Optional<LoadReport> start) {
    /**
     * One of them.
     *
     * @param treatment what an update does with it; empty for what is frozen, and for running
     *     statistics
     */
    public record Parameter(
            String name, List<Long> shape, boolean statistic, Optional<Treatment> treatment) {}

    /**
     * Reads the data and builds the model, but trains nothing.
     *
     * @throws etude.datasets.EtudeException when the config does not fit its data, its model or the
     *     weights
     */
    public static ModelParameters of(RunConfig config, Consumer<String> notes) {
        Devices.configure(config.threads().orAll(), config.precision(), config.deterministic());
        Optional<InitialSource> source =
                config.initializeFrom().map(named -> InitialSource.of(named, notes));
        try (Splits splits = Sources.open(config.dataset(), DataRoot.fromEnvironment(), notes);
                Training training = training(config, splits)) {
            return new ModelParameters(
                    parameters(config, training.network().parameters()),
                    source.map(named -> named.load(training, config, splits.encoding())));
        }
    }

    private static Training training(RunConfig config, Splits splits) {
        return new Training(
                config,
                ModelRegistry.load().require(config.model().name()),
                splits,
                Durations.resolve(config, splits.train().size()),
                Devices.resolve("cpu"),
                1);
    }

    private static List<Parameter> parameters(RunConfig config, FlatParameters parameters) {
        ParameterGroups groups = ParameterGroups.of(config.optimizer(), parameters);
        return Stream.concat(
                        parameters.trainable().stream()
                                .map(
                                        slot ->
                                                parameter(
                                                        slot,
                                                        false,
                                                        Optional.of(slot)
                                                                .filter(one -> !one.frozen())
                                                                .map(groups::of))),
                        parameters.statistics().stream()
                                .map(slot -> parameter(slot, true, Optional.empty())))
                .toList();
    }

    private static Parameter parameter(
            Slot slot, boolean statistic, Optional<Treatment> treatment) {
        List<Long> shape = Arrays.stream(slot.shape().getShape()).boxed().toList();
        return new Parameter(slot.name(), shape, statistic, treatment);
    }
}
