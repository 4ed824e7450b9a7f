package etude.trainer.loop;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import etude.datasets.EtudeException;
import etude.datasets.ExampleSpec;
import etude.datasets.augment.Augmenter;
import etude.datasets.pipeline.BatchShare;
import etude.datasets.pipeline.ExampleOrder;
import etude.datasets.pipeline.InputPipeline;
import etude.datasets.pipeline.PipelineRequest;
import etude.datasets.split.Splits;
import etude.trainer.checkpoint.LoadedCheckpoint;
import etude.trainer.checkpoint.NamedTensor;
import etude.trainer.config.ConfigException;
import etude.trainer.config.ResolvedDurations;
import etude.trainer.config.RunConfig;
import etude.trainer.config.Threads;
import etude.trainer.distributed.Ranks;
import etude.trainer.engine.FlatParameters;
import etude.trainer.engine.FlatVectors;
import etude.trainer.engine.HostWriter;
import etude.trainer.evaluation.MetricRegistry;
import etude.trainer.metrics.StepSeries;
import etude.trainer.model.Kernels;
import etude.trainer.model.ModelContext;
import etude.trainer.model.ModelProvider;
import etude.trainer.model.NetworkScript;
import etude.trainer.optimizer.ParameterGroups;
import etude.trainer.optimizer.StepLog;
import etude.trainer.schedule.Schedule;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/** Everything one run holds on the device, built from its config, and closed together. */
public final class Training implements AutoCloseable {
    /**
     * Steps whose losses may wait on the device; read earlier at every log line, evaluation and
     * checkpoint.
     */
    private static final int LOGGED_STEPS = 4096;

    private static final int QUEUED_BATCHES = 4;

    private final RunConfig config;
    private final Splits splits;
    private final ResolvedDurations durations;
    private final int workers;
    private final NDManager manager;
    private final Objective objective;
    private final Network network;
    private final Optional<PolyakAverage> average;
    private final Evaluation evaluation;
    private final Ranks ranks;

    /** Of one process. */
    public Training(
            RunConfig config,
            ModelProvider provider,
            Splits splits,
            ResolvedDurations durations,
            Device device,
            int workers) {
        this(config, provider, splits, durations, device, workers, Ranks.alone());
    }

    /**
     * Builds and initialises the model.
     *
     * @param workers threads that read and augment
     * @param ranks that train it together; built from the same, they begin with the same weights
     * @throws ConfigException when a batch cannot be cut into equal parts for them
     */
    public Training(
            RunConfig config,
            ModelProvider provider,
            Splits splits,
            ResolvedDurations durations,
            Device device,
            int workers,
            Ranks ranks) {
        RanksRequirements.check(config, provider, ranks.size());
        this.config = config;
        this.ranks = ranks;
        this.splits = splits;
        this.durations = durations;
        this.workers = workers;
        ExampleSpec spec = splits.train().spec();
        objective = Objective.of(config, splits); // refuses what fits no such targets
        manager = NDManager.newBaseManager(device, "PyTorch");
        network =
                Network.initialize(
                        manager,
                        block(config, provider, context(config, spec, ranks.size())),
                        spec,
                        config.seed(),
                        config.precision(),
                        Kernels.of(device, config.kernels().orThis(), config.threads().orAll()));
        ParameterGroups.of(config.optimizer(), network.parameters()); // refuses what fits nothing
        FlatVectors trained = network.parameters().vectors();
        average = config.polyakDecay().map(decay -> new PolyakAverage(manager, trained, decay));
        evaluation =
                new Evaluation(
                        manager,
                        network,
                        evaluated(),
                        spec,
                        splits.statistics(),
                        splits.target(),
                        config.precision(),
                        MetricRegistry.load().of(config.evaluation().metrics(), spec.target()),
                        config.evaluation().batchSize(),
                        workers);
    }

    /**
     * The config's model, with what is not to be trained frozen.
     *
     * @throws EtudeException when the settings do not fit the data or the model
     */
    static Block block(RunConfig config, ModelProvider provider, ModelContext context) {
        return Freezing.freeze(provider.build(config.model().settings(), context), config);
    }

    /** What the config's model is built for. */
    public static ModelContext context(RunConfig config, ExampleSpec spec) {
        return context(config, spec, 1);
    }

    /** Likewise where so many ranks share each batch. */
    public static ModelContext context(RunConfig config, ExampleSpec spec, int ranks) {
        return new ModelContext(
                spec, config.dropout(), config.batchSize() / ranks / config.gradientAccumulation());
    }

    /**
     * The config with {@code threads: auto} resolved for its model and data: see {@link
     * Threads#suiting}; on a GPU, and for a model that nobody can count, all processors.
     */
    public static RunConfig withFixedThreads(
            RunConfig config, ModelProvider provider, ExampleSpec spec, Device device) {
        return withFixedThreads(config, provider, spec, device, Ranks.alone());
    }

    /** Likewise for each of some ranks, which share the processors of their host. */
    public static RunConfig withFixedThreads(
            RunConfig config,
            ModelProvider provider,
            ExampleSpec spec,
            Device device,
            Ranks ranks) {
        if (config.threads().count().isPresent()) {
            return config;
        }
        int all = Math.max(1, config.threads().orAll() / ranks.onThisHost());
        int fixed =
                device.isGpu()
                        ? all
                        : Threads.suiting(
                                multiplications(
                                        config, provider, context(config, spec, ranks.size())),
                                all);
        return config.withThreads(new Threads(OptionalInt.of(fixed)));
    }

    /**
     * Multiplications by weights in the forward pass of a step, or of a part of it with gradient
     * accumulation; more than any model has where nobody can count them.
     */
    public static long multiplications(RunConfig config, ModelProvider provider, ExampleSpec spec) {
        return multiplications(config, provider, context(config, spec));
    }

    private static long multiplications(
            RunConfig config, ModelProvider provider, ModelContext context) {
        try {
            Block block = provider.build(config.model().settings(), context);
            return NetworkScript.multiplications(
                            block, Network.shape(context.batchSize(), context.spec()))
                    .orElse(Long.MAX_VALUE);
        } catch (EtudeException unfit) { // what builds it to train it refuses it with the reason
            return Long.MAX_VALUE;
        }
    }

    public Evaluation evaluation() {
        return evaluation;
    }

    private FlatVectors evaluated() {
        return average.map(PolyakAverage::averaged).orElse(network.parameters().vectors());
    }

    /**
     * Puts a checkpoint's parameters in place for {@link #evaluation}.
     *
     * @throws etude.datasets.EtudeException when they are of another model
     */
    public void restoreForEvaluation(LoadedCheckpoint checkpoint) {
        try (HostWriter writer = new HostWriter(manager)) {
            SavedVectors.restore(network.parameters(), evaluated(), checkpoint, writer);
        }
    }

    /** Sends what rank 0 has in place for {@link #evaluation} to the others; all call it. */
    public void shareForEvaluation() {
        ranks.broadcast(evaluated().weights());
        ranks.broadcast(evaluated().statistics());
    }

    /**
     * Replaces initial weights and statistics, in the average as well.
     *
     * @param tensors by name, in their logical shapes; what is not among them stays as it is
     */
    public void startFrom(Map<String, NamedTensor> tensors) {
        try (HostWriter writer = new HostWriter(manager)) {
            FlatParameters parameters = network.parameters();
            SavedVectors.replace(parameters, parameters.vectors(), tensors, writer);
            average.ifPresent(
                    running ->
                            SavedVectors.replace(parameters, running.averaged(), tensors, writer));
        }
    }

    /** What the weights of the loss come to, where it has some. */
    public Optional<String> weighting() {
        return objective.sentence();
    }

    public Network network() {
        return network;
    }

    /** The learning rate of every update of this run. */
    public Schedule schedule() {
        return Schedule.of(config, durations);
    }

    /**
     * Trains from a checkpoint, or from the start. What rank 0 begins with is what all do.
     *
     * @param from the checkpoint to continue from; step 0 with no tensors means from the start
     * @param past losses and gradient norms of the steps done so far
     * @param recorder gets what comes of it
     */
    public TrainLoop.End run(
            LoadedCheckpoint from,
            StepSeries past,
            Recorder recorder,
            BooleanSupplier stopRequested) {
        long first = first(from);
        StepLog log = new StepLog(manager, LOGGED_STEPS, first, splits.target().lossUnit());
        try (TrainStep update = step(log);
                InputPipeline pipeline = new InputPipeline(request(first))) {
            TrainingState state =
                    new TrainingState(
                            network.parameters(),
                            average.map(PolyakAverage::averaged),
                            update.optimizerState());
            if (from.step() > 0) {
                state.restore(from);
            }
            state.share(ranks);
            return new TrainLoop(
                            pipeline,
                            update,
                            schedule(),
                            log,
                            cadences(),
                            meter(first, past),
                            new Evaluations(evaluation, config, splits, ranks),
                            state,
                            recorder,
                            stopRequested,
                            ranks)
                    .run(first);
        }
    }

    /** The step that all ranks begin with. */
    private long first(LoadedCheckpoint from) {
        byte[] step = ByteBuffer.allocate(Long.BYTES).putLong(from.step()).array();
        return ByteBuffer.wrap(ranks.broadcast(step)).getLong();
    }

    /** The updates of the run from its start, to be timed; nothing is recorded. */
    public TimedSteps timed() {
        StepLog log = new StepLog(manager, LOGGED_STEPS, 0);
        TrainStep update = step(log);
        return new TimedSteps(new InputPipeline(request(0)), update, log);
    }

    /** Sums of the gradient over the ranks, to be timed by themselves. */
    public TimedSum timedSum() {
        long weights = network.parameters().vectors().weights().size();
        return new TimedSum(Passes.vector(manager, weights, ranks.size()), ranks);
    }

    private TrainStep step(StepLog log) {
        return TrainStep.of(
                new TrainStep.Context(
                        manager, network, config, splits, objective, average, log, ranks));
    }

    private PipelineRequest request(long firstStep) {
        ExampleOrder order = new ExampleOrder(splits.train().size(), config.seed());
        Augmenter augmenter =
                Augmenter.of(config.dataset().augment(), splits.train().spec(), config.seed());
        return new PipelineRequest(
                splits.train(),
                order,
                augmenter,
                new BatchShare(
                        config.batchSize(),
                        ranks.rank(),
                        ranks.size(),
                        config.gradientAccumulation()),
                firstStep,
                workers,
                QUEUED_BATCHES);
    }

    private TrainLoop.Cadences cadences() {
        long last = durations.totalSteps();
        return new TrainLoop.Cadences(
                new Cadence(durations.logEvery(), last),
                new Cadence(durations.evaluateEvery(), last),
                new Cadence(durations.checkpointEvery(), last));
    }

    /** A meter that has already seen the steps between the last log line and the checkpoint. */
    private IntervalMeter meter(long first, StepSeries past) {
        IntervalMeter meter = new IntervalMeter(TrainStep.clip(config), config.batchSize());
        if (!ranks.leads()) {
            return meter; // what it measures is not kept
        }
        long from = new Cadence(durations.logEvery(), durations.totalSteps()).previous(first);
        meter.add(
                past.losses(), past.gradientNorms(), Math.toIntExact(from), Math.toIntExact(first));
        return meter;
    }

    @Override
    public void close() {
        evaluation.close();
        average.ifPresent(PolyakAverage::close);
        manager.close();
    }
}
