package etude.trainer.timing;

import ai.djl.Device;
import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.source.DataRoot;
import etude.datasets.source.Sources;
import etude.datasets.split.IndexedDataset;
import etude.datasets.split.Splits;
import etude.trainer.check.PrecisionCheck;
import etude.trainer.config.Durations;
import etude.trainer.config.RunConfig;
import etude.trainer.distributed.Ranks;
import etude.trainer.engine.Devices;
import etude.trainer.engine.EngineReport;
import etude.trainer.engine.ProcessMemory;
import etude.trainer.gpu.GraphicsCard;
import etude.trainer.loop.Readers;
import etude.trainer.loop.TimedSteps;
import etude.trainer.loop.TimedSum;
import etude.trainer.loop.Training;
import etude.trainer.model.ModelProvider;
import etude.trainer.model.ModelRegistry;
import etude.trainer.run.Outcome;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Times the real step of a config without a run directory. Once per process: the engine keeps the
 * memory it had, and a fault of it takes the process along.
 */
public final class TimedRun implements AutoCloseable {
    private static final int LEAST_EXAMPLES = 2;
    private static final int SUMS = 11;

    private final RunConfig config;
    private final Device device;
    private final DeviceMemory deviceMemory;
    private final Splits splits;
    private final Training training;
    private final Ranks ranks;

    private TimedRun(
            RunConfig config,
            Device device,
            DeviceMemory deviceMemory,
            Splits splits,
            Training training,
            Ranks ranks) {
        this.config = config;
        this.device = device;
        this.deviceMemory = deviceMemory;
        this.splits = splits;
        this.training = training;
        this.ranks = ranks;
    }

    /**
     * Reads the data and builds the model.
     *
     * @param device {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
     * @param memoryLimit bytes that this process may have of a GPU; on a CPU the kernel has to see
     *     to a limit
     * @throws EtudeException when the config does not fit its data or the device
     */
    public static TimedRun build(RunConfig config, String device, OptionalLong memoryLimit) {
        return build(config, device, memoryLimit, Ranks.alone());
    }

    /**
     * Likewise, as one of several ranks, each of which calls the same methods of it. What is timed
     * is the same at all of them.
     */
    public static TimedRun build(
            RunConfig config, String device, OptionalLong memoryLimit, Ranks ranks) {
        List<GraphicsCard> cards = DeviceMemory.look();
        ranks.use(config.distributed());
        Devices.configure(config.threads().orAll(), config.precision(), config.deterministic());
        Device resolved = Devices.resolve(device);
        ModelProvider provider = ModelRegistry.load().require(config.model().name());
        Splits splits = Sources.open(config.dataset(), DataRoot.fromEnvironment(), note -> {});
        try {
            if (splits.train().size() < LEAST_EXAMPLES) {
                throw new EtudeException(
                        "dataset: expected at least 2 training examples to compare batch sizes, found %d"
                                .formatted(splits.train().size()));
            }
            DeviceMemory memory = DeviceMemory.of(resolved, cards, memoryLimit);
            RunConfig fixed =
                    Training.withFixedThreads(
                            config, provider, splits.train().spec(), resolved, ranks);
            Devices.useThreads(fixed.threads().orAll());
            Training training =
                    new Training(
                            fixed,
                            provider,
                            splits,
                            Durations.resolve(config, splits.train().size()),
                            resolved,
                            Readers.count(ranks.onThisHost(), fixed.dataset()),
                            ranks);
            return new TimedRun(fixed, resolved, memory, splits, training, ranks);
        } catch (RuntimeException | Error e) {
            splits.close();
            throw e;
        }
    }

    /** What was built, and for what. */
    public Setup setup() {
        EngineReport engine = EngineReport.probe();
        return new Setup(
                device.toString(),
                device.isGpu(),
                deviceMemory.available(),
                engine.threads(),
                splits.train().size(),
                splits.validation().size(),
                training.network().parameters().vectors().weights().size(),
                engine.name() + " " + engine.version());
    }

    /** What the user should know of this config here: another precision that is faster. */
    public List<String> notes() {
        return device.isGpu()
                ? List.of()
                : PrecisionCheck.ofCpu().faster(config.precision()).stream().toList();
    }

    /**
     * Times training steps, then evaluates one batch, which has to fit beside them. Where many
     * steps are wanted, one is evaluated before them too: in a run, evaluations leave holes in the
     * memory of the device that steps have to live with.
     */
    public TimedOutcome training(TimingRules rules) {
        try (TimedSteps steps = training.timed()) {
            if (rules.leastSteps() > 0) {
                training.evaluation().evaluate(repeated(config.evaluation().batchSize()));
            }
            long faults = majorFaults();
            long start = System.nanoTime();
            Timing timing = new SteadyTimer(source(steps), rules, this::clock).time();
            double rate = (majorFaults() - faults) * 1e9 / (System.nanoTime() - start);
            training.evaluation().evaluate(repeated(config.evaluation().batchSize()));
            return new TimedOutcome.Measured(timing, memory(rate), sumSeconds());
        } catch (RuntimeException | Error e) {
            return outOfMemory(e);
        }
    }

    /** Times batches of evaluation, of the config's {@code evaluation.batch_size}. */
    public TimedOutcome evaluation(TimingRules rules) {
        int batchSize = config.evaluation().batchSize();
        try {
            long faults = majorFaults();
            long start = System.nanoTime();
            Timing timing =
                    new SteadyTimer(evaluationSource(batchSize), rules, System::nanoTime).time();
            double rate = (majorFaults() - faults) * 1e9 / (System.nanoTime() - start);
            return new TimedOutcome.Measured(timing, memory(rate), OptionalDouble.empty());
        } catch (RuntimeException | Error e) {
            return outOfMemory(e);
        }
    }

    /** Rank 0's, so that all ranks take as many steps. */
    private long clock() {
        long own = System.nanoTime();
        return ranks.size() == 1
                ? own
                : ByteBuffer.wrap(
                                ranks.broadcast(
                                        ByteBuffer.allocate(Long.BYTES).putLong(own).array()))
                        .getLong();
    }

    /** Of the gradient, once a step; empty where nobody else has a part of it. */
    private OptionalDouble sumSeconds() {
        if (ranks.size() == 1) {
            return OptionalDouble.empty();
        }
        double[] seconds = new double[SUMS];
        try (TimedSum sum = training.timedSum()) {
            sum.run(); // makes room
            for (int i = 0; i < SUMS; i++) {
                long start = System.nanoTime();
                sum.run();
                seconds[i] = (System.nanoTime() - start) / 1e9;
            }
        }
        return OptionalDouble.of(MedianInterval.of(seconds).median());
    }

    private StepSource source(TimedSteps steps) {
        return new StepSource() {
            @Override
            public void run(int count) {
                steps.run(count);
            }

            @Override
            public long waitedNanoseconds() {
                return (long) ranks.largest((double) steps.waitedNanoseconds());
            }
        };
    }

    private StepSource evaluationSource(int batchSize) {
        return new StepSource() {
            @Override
            public void run(int count) {
                training.evaluation().evaluate(repeated(Math.multiplyExact(count, batchSize)));
            }

            @Override
            public long waitedNanoseconds() {
                return training.evaluation().waitedNanoseconds();
            }
        };
    }

    /** Examples of the validation split, again from its start where it is too short. */
    private Dataset repeated(int count) {
        Dataset examples = splits.validation().size() > 0 ? splits.validation() : splits.train();
        return IndexedDataset.view(examples, count, index -> index % examples.size());
    }

    /** Of all ranks, where they share it; each GPU has its own, and the fullest counts. */
    private MemoryUse memory(double majorFaultsPerSecond) {
        Optional<ProcessMemory> process = ProcessMemory.now();
        return new MemoryUse(
                shared(process.map(ProcessMemory::peakResident).orElse(0L)),
                shared(process.map(ProcessMemory::allocated).orElse(0L)),
                (long) ranks.largest((double) deviceMemory.held()),
                ranks.largest(majorFaultsPerSecond));
    }

    private long shared(long own) {
        return ranks.size() * (long) ranks.largest((double) own);
    }

    private static long majorFaults() {
        return ProcessMemory.now().map(ProcessMemory::majorFaults).orElse(0L);
    }

    private TimedOutcome outOfMemory(Throwable failure) {
        ranks.fail(failure);
        Optional<Outcome.OutOfMemory> memory = Outcome.OutOfMemory.of(failure, config);
        if (memory.isPresent()) {
            return new TimedOutcome.OutOfMemory(memory.get());
        }
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    @Override
    public void close() {
        training.close();
        deviceMemory.close();
        splits.close();
    }
}
