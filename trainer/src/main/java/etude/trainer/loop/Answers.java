package etude.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.ExampleSpec;
import etude.datasets.Target;
import etude.datasets.split.TargetScale;
import etude.trainer.engine.DeviceTransfer;
import etude.trainer.engine.DeviceTransfer.Rows;
import etude.trainer.engine.FlatVectors;
import etude.trainer.engine.HostCopy;
import etude.trainer.engine.Precision;
import etude.trainer.engine.TorchScript;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a network says of the rows of a batch, in evaluation mode; the CPU waits for each. */
final class Answers implements AutoCloseable {
    private final NDManager manager;
    private final Network network;
    private final FlatVectors parameters;
    private final ExampleSpec spec;
    private final TargetScale target;
    private final DeviceTransfer transfer;
    private final TorchScript mostProbable;
    private final TorchScript shares;
    private final TorchScript float32;

    /**
     * @param transfer of its batches, which stays another's
     */
    Answers(
            NDManager manager,
            Network network,
            FlatVectors parameters,
            ExampleSpec spec,
            TargetScale target,
            DeviceTransfer transfer) {
        this.manager = manager;
        this.network = network;
        this.parameters = parameters;
        this.spec = spec;
        this.target = target;
        this.transfer = transfer;
        float32 = TorchScript.cast(manager, Precision.FLOAT32);
        mostProbable = kernel(manager, "most_probable.txt");
        shares = TorchScript.compile(manager, Probabilities.script("shares.txt", spec.target()));
    }

    private static TorchScript kernel(NDManager manager, String name) {
        return TorchScript.compile(manager, TorchScript.resource(Answers.class, name));
    }

    private NDArray outputs(Batch batch, NDManager pass) {
        NDArray features = transfer.features(batch, Rows.all(batch), pass);
        return network.forward(parameters, features, false);
    }

    /**
     * Of each row the probability of each class, of each label, or of each token at each position
     * (rows * classes), or the number in the target's own unit.
     */
    float[] of(Batch batch) {
        try (NDManager pass = manager.newSubManager()) {
            NDArray outputs = outputs(batch, pass);
            return isRegression()
                    ? numbers(outputs)
                    : HostCopy.floats(shares.differentiable(outputs).head());
        }
    }

    /** The logits of the token that follows a position of a batch of one window. */
    float[] next(Batch window, int position) {
        try (NDManager pass = manager.newSubManager()) {
            NDArray logits = float32.differentiable(outputs(window, pass)).head();
            return HostCopy.floats(logits.get(0).get(position));
        }
    }

    /** The prediction of each row, beside what it should be. */
    List<Predicted> predicted(Dataset examples, Batch batch) {
        try (NDManager pass = manager.newSubManager()) {
            NDArray outputs = outputs(batch, pass);
            if (spec.target() instanceof Target.Labels) {
                return labels(examples, batch, outputs);
            }
            return isRegression()
                    ? values(examples, batch, outputs)
                    : classes(examples, batch, outputs);
        }
    }

    private List<Predicted> labels(Dataset examples, Batch batch, NDArray outputs) {
        float[] found = HostCopy.floats(shares.differentiable(outputs).head());
        int each = spec.target().classes().size();
        List<Predicted> predictions = new ArrayList<>();
        for (int row = 0; row < batch.size(); row++) {
            predictions.add(
                    new Predicted.Labels(
                            examples.name((int) batch.position() + row),
                            Arrays.copyOfRange(batch.values(), row * each, (row + 1) * each),
                            Arrays.copyOfRange(found, row * each, (row + 1) * each)));
        }
        return predictions;
    }

    private boolean isRegression() {
        return spec.target() instanceof Target.Value;
    }

    private float[] numbers(NDArray outputs) {
        float[] numbers = HostCopy.floats(float32.differentiable(outputs).head());
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = target.restored(numbers[i]);
        }
        return numbers;
    }

    private List<Predicted> values(Dataset examples, Batch batch, NDArray outputs) {
        float[] numbers = numbers(outputs);
        List<Predicted> predictions = new ArrayList<>();
        for (int row = 0; row < batch.size(); row++) {
            predictions.add(
                    new Predicted.Value(
                            examples.name((int) batch.position() + row),
                            batch.values()[row],
                            numbers[row]));
        }
        return predictions;
    }

    /** Which classes, or tokens, are the most probable is found on the device: these are few. */
    private List<Predicted> classes(Dataset examples, Batch batch, NDArray outputs) {
        double[] found = HostCopy.doubles(mostProbable.differentiable(outputs).head());
        int count = found.length / 2;
        int each = count / batch.size();
        List<Predicted> predictions = new ArrayList<>();
        for (int row = 0; row < batch.size(); row++) {
            int[] predicted = new int[each];
            float[] probabilities = new float[each];
            for (int i = 0; i < each; i++) {
                predicted[i] = (int) found[row * each + i];
                probabilities[i] = (float) found[count + row * each + i];
            }
            predictions.add(
                    new Predicted.Classes(
                            examples.name((int) batch.position() + row),
                            Arrays.copyOfRange(batch.labels(), row * each, (row + 1) * each),
                            predicted,
                            probabilities));
        }
        return predictions;
    }

    @Override
    public void close() {
        mostProbable.close();
        shares.close();
        float32.close();
    }
}
