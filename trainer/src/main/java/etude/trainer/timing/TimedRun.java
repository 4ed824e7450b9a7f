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
import etude.trainer.engine.Devices;
import etude.trainer.engine.EngineReport;
import etude.trainer.engine.ProcessMemory;
import etude.trainer.gpu.GraphicsCard;
import etude.trainer.loop.Readers;
import etude.trainer.loop.TimedSteps;
import etude.trainer.loop.Training;
import etude.trainer.model.ModelProvider;
import etude.trainer.model.ModelRegistry;
import etude.trainer.run.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Times the real step of a config without a run directory. Once per process: the engine keeps the
 * memory it had, and a fault of it takes the process along.
 */
public final class TimedRun implements AutoCloseable {
    private static final int LEAST_EXAMPLES = 2;

    private final RunConfig config;
    private final Device device;
    private final DeviceMemory deviceMemory;
    private final Splits splits;
    private final Training training;

    private TimedRun(
            RunConfig config,
            Device device,
            DeviceMemory deviceMemory,
            Splits splits,
            Training training) {
        this.config = config;
        this.device = device;
        this.deviceMemory = deviceMemory;
        this.splits = splits;
        this.training = training;
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
        List<GraphicsCard> cards = DeviceMemory.look();
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
                    Training.withFixedThreads(config, provider, splits.train().spec(), resolved);
            Devices.useThreads(fixed.threads().orAll());
            Training training =
                    new Training(
                            fixed,
                            provider,
                            splits,
                            Durations.resolve(config, splits.train().size()),
                            resolved,
                            Readers.count());
            return new TimedRun(fixed, resolved, memory, splits, training);
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
            Timing timing = new SteadyTimer(source(steps), rules, System::nanoTime).time();
            double rate = (majorFaults() - faults) * 1e9 / (System.nanoTime() - start);
            training.evaluation().evaluate(repeated(config.evaluation().batchSize()));
            return new TimedOutcome.Measured(timing, memory(rate));
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
            return new TimedOutcome.Measured(timing, memory(rate));
        } catch (RuntimeException | Error e) {
            return outOfMemory(e);
        }
    }

    private static StepSource source(TimedSteps steps) {
        return new StepSource() {
            @Override
            public void run(int count) {
                steps.run(count);
            }

            @Override
            public long waitedNanoseconds() {
                return steps.waitedNanoseconds();
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

    private MemoryUse memory(double majorFaultsPerSecond) {
        Optional<ProcessMemory> process = ProcessMemory.now();
        return new MemoryUse(
                process.map(ProcessMemory::peakResident).orElse(0L),
                process.map(ProcessMemory::allocated).orElse(0L),
                deviceMemory.held(),
                majorFaultsPerSecond);
    }

    private static long majorFaults() {
        return ProcessMemory.now().map(ProcessMemory::majorFaults).orElse(0L);
    }

    private TimedOutcome outOfMemory(Throwable failure) {
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
