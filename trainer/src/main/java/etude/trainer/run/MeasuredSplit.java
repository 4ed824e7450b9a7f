package etude.trainer.run;

import etude.datasets.Dataset;
import etude.datasets.Target;
import etude.datasets.pipeline.Permutation;
import etude.datasets.split.IndexedDataset;
import etude.trainer.distributed.Ranks;
import etude.trainer.loop.Evaluation;
import etude.trainer.loop.EvaluationResult;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a model reaches on all examples of a split, and how far chance in the choice of these
 * examples moves it. They are evaluated in blocks: of examples in an order that is shuffled once
 * and for all, so that blocks are samples of the same kind; of a text's windows in their order, for
 * neighbours are alike.
 *
 * @param examples how many; of a text, windows
 * @param metrics by contract name
 * @param standardErrors of these metrics, in their units; without those that so few blocks do not
 *     tell
 * @param blocks the value of each metric in each block, always the same blocks of one split
 * @param classExamples per class: examples; empty unless the targets are classes
 * @param classCorrect per class: correct predictions
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of bulk data, never compared
public record MeasuredSplit(
        int examples,
        Map<String, Double> metrics,
        Map<String, Double> standardErrors,
        Map<String, double[]> blocks,
        long[] classExamples,
        long[] classCorrect) {
    private static final int BLOCKS = 20;

    /** Names the order, which is the same for every model. */
    private static final long ORDER = 20_200_229;

    /**
     * Evaluates every example once.
     *
     * @param prefix of the metrics' names, such as {@code validation}
     */
    static MeasuredSplit of(Evaluation evaluation, Dataset examples, String prefix) {
        return of(evaluation, examples, prefix, Ranks.alone()).orElseThrow();
    }

    /**
     * Likewise, where ranks share the blocks.
     *
     * @return at rank 0, empty at the others
     */
    static Optional<MeasuredSplit> of(
            Evaluation evaluation, Dataset examples, String prefix, Ranks ranks) {
        List<EvaluationResult> results = evaluation.evaluate(blocks(examples), ranks);
        return ranks.leads() ? Optional.of(of(results, examples.size(), prefix)) : Optional.empty();
    }

    private static List<Dataset> blocks(Dataset examples) {
        int count = Math.min(BLOCKS, examples.size());
        return IntStream.range(0, count).mapToObj(block -> block(examples, block, count)).toList();
    }

    private static Dataset block(Dataset examples, int block, int count) {
        int size = examples.size();
        int from = (int) ((long) block * size / count);
        int to = (int) ((long) (block + 1) * size / count);
        boolean text = examples.spec().target() instanceof Target.NextToken;
        Permutation order = new Permutation(size, ORDER);
        return IndexedDataset.view(
                examples,
                to - from,
                text ? index -> from + index : index -> order.at(from + index));
    }

    /** What several evaluations of about as many examples each come to. */
    static MeasuredSplit of(List<EvaluationResult> results, int examples, String prefix) {
        Map<String, double[]> blocks = new LinkedHashMap<>();
        for (int block = 0; block < results.size(); block++) {
            for (Map.Entry<String, Double> metric : results.get(block).metrics(prefix).entrySet()) {
                blocks.computeIfAbsent(metric.getKey(), name -> new double[results.size()])[block] =
                        metric.getValue();
            }
        }
        EvaluationResult whole = EvaluationResult.joined(results);
        Map<String, Double> errors = new LinkedHashMap<>();
        if (results.size() > 1) {
            blocks.forEach((name, values) -> errors.put(name, standardError(values)));
        }
        return new MeasuredSplit(
                examples,
                whole.metrics(prefix),
                errors,
                blocks,
                whole.classExamples(),
                whole.classCorrect());
    }

    /** Of the mean of equally large samples. */
    private static double standardError(double... values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares / (values.length - 1) / values.length);
    }
}
