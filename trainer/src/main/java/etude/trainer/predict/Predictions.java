package etude.trainer.predict;

import etude.datasets.Batch;
import etude.datasets.Target;
import etude.datasets.reader.NewExample;
import etude.datasets.reader.NewExamples;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Predicts examples batch after batch, and passes the predictions on in the examples' order: memory
 * for one batch, however many there are.
 */
public final class Predictions {
    private final Predictor predictor;
    private final int top;
    private final Consumer<NewPrediction> consumer;
    private final Batch batch;
    private final List<NewExample> waiting = new ArrayList<>();
    private int rows;

    private Predictions(Predictor predictor, int top, Consumer<NewPrediction> consumer) {
        this.predictor = predictor;
        this.top = top;
        this.consumer = consumer;
        batch = new Batch(predictor.preprocessing().spec(), predictor.batchSize());
        begin();
    }

    /**
     * Predicts all examples.
     *
     * @param top how many classes are named of each; all if there are no more
     * @param consumer gets one prediction for each example
     */
    public static void of(
            Predictor predictor, NewExamples examples, int top, Consumer<NewPrediction> consumer) {
        Predictions predictions = new Predictions(predictor, top, consumer);
        examples.forEach(predictions::add);
        predictions.flush();
    }

    private void begin() {
        waiting.clear();
        rows = 0;
        batch.begin(0, batch.capacity(), false);
    }

    private void add(NewExample example) {
        waiting.add(example);
        if (example instanceof NewExample.Read read) {
            read.content().write(batch, rows);
            rows++;
        }
        if (rows == batch.capacity() || waiting.size() > 2 * batch.capacity()) {
            flush();
        }
    }

    private void flush() {
        batch.begin(0, rows, false);
        float[] outputs = rows == 0 ? new float[0] : predictor.outputs(batch);
        int row = 0;
        for (NewExample example : waiting) {
            if (example instanceof NewExample.Read read) {
                consumer.accept(prediction(read, outputs, row));
                row++;
            } else {
                consumer.accept(
                        new NewPrediction.Unreadable(
                                example.name(), ((NewExample.Unreadable) example).problem()));
            }
        }
        begin();
    }

    private NewPrediction prediction(NewExample.Read example, float[] outputs, int row) {
        if (predictor.preprocessing().target() instanceof Target.Value) {
            return new NewPrediction.OfValue(example.name(), outputs[row], example.truth());
        }
        List<String> names = predictor.preprocessing().target().classes();
        int first = row * names.size();
        if (predictor.preprocessing().target() instanceof Target.Labels) {
            return new NewPrediction.OfLabels(
                    example.name(),
                    IntStream.range(0, names.size())
                            .mapToObj(
                                    i -> new NewPrediction.Ranked(names.get(i), outputs[first + i]))
                            .toList(),
                    example.truth());
        }
        return new NewPrediction.OfClass(
                example.name(),
                IntStream.range(0, names.size())
                        .boxed()
                        .sorted(Comparator.comparing((Integer i) -> -outputs[first + i]))
                        .limit(top)
                        .map(i -> new NewPrediction.Ranked(names.get(i), outputs[first + i]))
                        .toList(),
                example.truth());
    }
}
