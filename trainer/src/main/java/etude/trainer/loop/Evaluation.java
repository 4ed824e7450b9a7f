package etude.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.ExampleSpec;
import etude.datasets.Target;
import etude.datasets.pipeline.EvaluationBatches;
import etude.datasets.split.FeatureStatistics;
import etude.datasets.split.IndexedDataset;
import etude.datasets.split.TargetScale;
import etude.trainer.distributed.Ranks;
import etude.trainer.engine.DeviceTransfer;
import etude.trainer.engine.DeviceTransfer.Rows;
import etude.trainer.engine.FlatVectors;
import etude.trainer.engine.HostCopy;
import etude.trainer.engine.MemoryFailure;
import etude.trainer.engine.Precision;
import etude.trainer.engine.TorchScript;
import etude.trainer.evaluation.MetricProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Evaluates the network in evaluation mode, exactly: sums are kept in float64 on the device, the
 * last batch is as long as it is, and the device is read once at the end. Memory does not grow with
 * the number of batches: each has a scope.
 *
 * <p>Call on a thread without gradient recording (the main thread, see {@code docs/engine.md}).
 */
public final class Evaluation implements AutoCloseable {
    private static final int QUEUED_BATCHES = 2;

    private final NDManager manager;
    private final Network network;
    private final FlatVectors parameters;
    private final ExampleSpec spec;
    private final TargetScale target;
    private final DeviceTransfer transfer;
    private final TorchScript count;
    private final TorchScript keepProbabilities;
    private final List<MetricProvider> further;
    private final Answers answers;
    private final int batchSize;
    private final int workers;
    private long waited;

    /**
     * @param parameters what is evaluated: those in training, or their average
     * @param further metrics besides loss and errors
     * @param workers threads that read
     */
    public Evaluation(
            NDManager manager,
            Network network,
            FlatVectors parameters,
            ExampleSpec spec,
            FeatureStatistics statistics,
            TargetScale target,
            Precision precision,
            List<MetricProvider> further,
            int batchSize,
            int workers) {
        this.further = List.copyOf(further);
        this.manager = manager;
        this.network = network;
        this.parameters = parameters;
        this.spec = spec;
        this.target = target;
        this.batchSize = batchSize;
        this.workers = workers;
        transfer =
                new DeviceTransfer(
                        manager,
                        spec,
                        batchSize,
                        statistics.mean(),
                        statistics.deviation(),
                        target,
                        precision);
        String kernel =
                isRegression()
                        ? "count_regression.txt"
                        : spec.target() instanceof Target.Labels
                                ? "count_labels.txt"
                                : "count_classification.txt";
        count = TorchScript.compile(manager, TorchScript.resource(Evaluation.class, kernel));
        keepProbabilities =
                TorchScript.compile(
                        manager, Probabilities.script("keep_probabilities.txt", spec.target()));
        answers = new Answers(manager, network, parameters, spec, target, transfer);
    }

    /**
     * Evaluates every example once.
     *
     * @throws EvaluationMemoryException when a batch does not fit
     */
    public EvaluationResult evaluate(Dataset examples) {
        return fitting(() -> result(List.of(whole(examples))));
    }

    /**
     * Evaluates every example once, each rank a part of whole batches, which gives the bits that
     * one process gives.
     *
     * @return at rank 0, empty at the others
     * @throws EvaluationMemoryException when a batch does not fit
     */
    Optional<EvaluationResult> evaluate(Dataset examples, Ranks ranks) {
        if (ranks.size() == 1) {
            return Optional.of(evaluate(examples));
        }
        List<byte[]> parts = ranks.gather(fitting(() -> part(examples, ranks)).bytes());
        return ranks.leads()
                ? Optional.of(result(parts.stream().map(Counted::read).toList()))
                : Optional.empty();
    }

    /**
     * Evaluates every example of each of some selections once, each selection on one rank, which
     * gives the bits that one process gives.
     *
     * @return in the order of the selections at rank 0, empty at the others
     * @throws EvaluationMemoryException when a batch does not fit
     */
    public List<EvaluationResult> evaluate(List<Dataset> selections, Ranks ranks) {
        if (ranks.size() == 1) {
            return selections.stream().map(this::evaluate).toList();
        }
        List<EvaluationResult> results = new ArrayList<>();
        for (int first = 0; first < selections.size(); first += ranks.size()) {
            int own = first + ranks.rank();
            Counted counted =
                    own < selections.size()
                            ? fitting(() -> whole(selections.get(own)))
                            : Counted.nothing(2 * countedClasses());
            ranks.gather(counted.bytes()).stream()
                    .limit(selections.size() - first)
                    .forEach(part -> results.add(result(List.of(Counted.read(part)))));
        }
        return results;
    }

    private Counted whole(Dataset examples) {
        return counted(examples, passSize(examples), Totals.OF_ALL);
    }

    private Counted part(Dataset examples, Ranks ranks) {
        int each = passSize(examples);
        long batches = (examples.size() + each - 1L) / each;
        int from = Math.toIntExact(ranks.rank() * batches / ranks.size() * each);
        long end = (ranks.rank() + 1) * batches / ranks.size() * each;
        int to = (int) Math.min(examples.size(), end);
        return from >= to
                ? Counted.nothing(2 * countedClasses())
                : counted(
                        IndexedDataset.view(examples, to - from, index -> from + index),
                        each,
                        Totals.OF_EACH_BATCH);
    }

    /** What sums are kept of. */
    private enum Totals {
        OF_ALL,
        OF_EACH_BATCH
    }

    private static <T> T fitting(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException | Error e) {
            if (MemoryFailure.detail(e).isPresent()) {
                throw new EvaluationMemoryException(e);
            }
            throw e;
        }
    }

    private Counted counted(Dataset examples, int each, Totals kind) {
        try (NDManager scope = manager.newSubManager();
                EvaluationBatches batches = batches(examples, each)) {
            List<NDArray> totals = new ArrayList<>();
            NDArray classes = scope.zeros(new Shape(2, countedClasses()), DataType.FLOAT64);
            float[] targets = new float[kept(examples)];
            long textBytes = 0;
            NDArray predicted = scope.zeros(new Shape(targets.length));
            NDArray probabilities =
                    scope.zeros(new Shape(kept(examples) / targetsEach(), keptClasses()));
            for (Optional<Batch> next = next(batches); next.isPresent(); next = next(batches)) {
                Batch batch = next.get();
                if (totals.isEmpty() || kind == Totals.OF_EACH_BATCH) {
                    totals.add(scope.zeros(new Shape(Counted.TOTALS), DataType.FLOAT64));
                }
                NDArray sums = totals.get(totals.size() - 1);
                try (NDManager pass = scope.newSubManager()) {
                    Rows all = Rows.all(batch);
                    NDArray features = transfer.features(batch, all, pass);
                    NDArray outputs = network.forward(parameters, features, false);
                    NDArray labels = transfer.targets(batch, all, pass).head();
                    count.update(
                            List.of(sums, classes, predicted, batch.position(), outputs, labels));
                    if (keptClasses() > 0) {
                        keepProbabilities.update(List.of(probabilities, batch.position(), outputs));
                    }
                }
                keepTargets(batch, targets);
                textBytes += textBytes(batch);
                batches.recycle(batch);
            }
            // the CPU waits for the device here
            return new Counted(
                    totals.stream().map(HostCopy::doubles).toList(),
                    HostCopy.doubles(classes),
                    textBytes,
                    targets,
                    targets.length == 0 ? targets : HostCopy.floats(predicted),
                    keptClasses() == 0 ? new float[0] : HostCopy.floats(probabilities));
        }
    }

    /** How many targets and predictions are kept: tokens would be too many. */
    private int kept(Dataset examples) {
        return spec.target() instanceof Target.NextToken
                ? 0
                : Math.multiplyExact(examples.size(), targetsEach());
    }

    /** How many of an example. */
    private int targetsEach() {
        return spec.target() instanceof Target.Labels labels ? labels.names().size() : 1;
    }

    /** Of how many classes the probabilities are kept: of none unless a metric reads them. */
    private int keptClasses() {
        return further.stream().anyMatch(MetricProvider::readsProbabilities)
                ? spec.target().classes().size()
                : 0;
    }

    private void keepTargets(Batch batch, float[] targets) {
        int first = (int) batch.position();
        if (spec.target() instanceof Target.Labels) {
            int each = targetsEach();
            System.arraycopy(batch.values(), 0, targets, first * each, batch.size() * each);
            return;
        }
        for (int row = 0; row < batch.size() && targets.length > 0; row++) {
            targets[first + row] = isRegression() ? batch.values()[row] : batch.labels()[row];
        }
    }

    private static long textBytes(Batch batch) {
        return batch.textBytes().length == 0
                ? 0
                : Arrays.stream(batch.textBytes(), 0, batch.size()).asLongStream().sum();
    }

    private Optional<Batch> next(EvaluationBatches batches) {
        long started = System.nanoTime();
        Optional<Batch> next = batches.next(); // the CPU waits for data here
        waited += System.nanoTime() - started;
        return next;
    }

    /** Time that evaluations have waited for data so far. */
    public long waitedNanoseconds() {
        return waited;
    }

    private EvaluationResult result(List<Counted> parts) {
        Counted whole = Counted.joined(parts);
        double[] counts = whole.classes();
        boolean report = !spec.target().classes().isEmpty();
        int length = report ? counts.length / 2 : 0;
        long[] examples = new long[length];
        long[] correct = new long[length];
        for (int i = 0; i < length; i++) {
            examples[i] = (long) counts[i];
            correct[i] = (long) counts[length + i];
        }
        EvaluationResult result =
                new EvaluationResult(
                        spec.target(),
                        totals(whole),
                        examples,
                        correct,
                        whole.targets(),
                        whole.predicted(),
                        whole.probabilities(),
                        further);
        return isRegression() ? result.restored(target) : result;
    }

    /** Of tokens also the bytes of text that they stand for. */
    private double[] totals(Counted whole) {
        double[] totals = whole.total();
        if (spec.target() instanceof Target.NextToken) {
            totals = Arrays.copyOf(totals, totals.length + 1);
            totals[totals.length - 1] = (double) whole.textBytes();
        }
        return totals;
    }

    private int countedClasses() {
        return spec.target() instanceof Target.NextToken next
                ? next.vocabularySize()
                : Math.max(1, spec.target().classes().size());
    }

    /** Examples of a batch. */
    private int passSize(Dataset examples) {
        return Math.min(batchSize, Math.max(1, examples.size()));
    }

    private EvaluationBatches batches(Dataset examples, int each) {
        return new EvaluationBatches(examples, each, workers, QUEUED_BATCHES);
    }

    /**
     * What the network predicts for every example, in their order.
     *
     * @throws EvaluationMemoryException when a batch does not fit
     */
    public List<Predicted> predict(Dataset examples) {
        return fitting(() -> predicted(examples));
    }

    private List<Predicted> predicted(Dataset examples) {
        List<Predicted> predictions = new ArrayList<>(examples.size());
        try (EvaluationBatches batches = batches(examples, passSize(examples))) {
            for (Optional<Batch> next = batches.next(); next.isPresent(); next = batches.next()) {
                predictions.addAll(answers.predicted(examples, next.get()));
                batches.recycle(next.get());
            }
        }
        return predictions;
    }

    /**
     * What the network says of the rows of a batch: the probability of each class or label (rows *
     * classes), or the number in the target's own unit.
     *
     * @throws EvaluationMemoryException when the batch does not fit
     */
    public float[] outputs(Batch batch) {
        return fitting(() -> answers.of(batch));
    }

    /**
     * The logits of the token that follows position {@code position} of a batch of one window.
     *
     * @throws EvaluationMemoryException when the window does not fit
     */
    public float[] next(Batch window, int position) {
        return fitting(() -> answers.next(window, position));
    }

    private boolean isRegression() {
        return spec.target() instanceof Target.Value;
    }

    @Override
    public void close() {
        transfer.close();
        count.close();
        keepProbabilities.close();
        answers.close();
    }
}
