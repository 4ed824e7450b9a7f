package etude.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import etude.datasets.Batch;
import etude.datasets.RandomStream;
import etude.trainer.engine.DeviceTransfer;
import etude.trainer.engine.HostNumbers;
import etude.trainer.engine.KeepingScript;
import etude.trainer.engine.ParameterPieces;
import etude.trainer.engine.ScriptPart;
import etude.trainer.engine.Seeds;
import etude.trainer.engine.TorchScript;
import etude.trainer.optimizer.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A whole update in one native call: from the batch in host memory to the new weights (decision
 * 0023), or in several where the batch is taken in passes. Of one pass the gradient is never put
 * together to one vector, and is freed piece by piece.
 */
final class ScriptedStep extends TrainStep {
    /** Beside those of an update: whether the batch is mixed, and two of {@link GradientSum}. */
    private static final int FURTHER_NUMBERS = 3;

    private static final String CLASS_WEIGHTS = "kept_weights";

    private final DeviceTransfer transfer;
    private final Update update;
    private final HostNumbers numbers;
    private final List<ScriptPart> parts;
    private final KeepingScript script;
    private final Optional<PolyakAverage> average;
    private final Optional<GradientSum> passes;
    private final Optional<Weighting> weighting;
    private final long seed;

    private ScriptedStep(Context context, ParameterPieces pieces, Pass pass) {
        NDManager manager = context.manager();
        average = context.average();
        seed = context.config().seed();
        transfer = context.transfer();
        NDArray weights = context.network().parameters().vectors().weights();
        update =
                new Update(
                        manager,
                        context.config().optimizer(),
                        weights,
                        pieces.segments(),
                        clip(context.config()),
                        context.log());
        weighting = context.objective().weighting();
        int batchWeight = update.count() + FURTHER_NUMBERS;
        numbers = new HostNumbers(manager, batchWeight + (weighting.isPresent() ? 1 : 0));
        passes =
                context.passes() == 1
                        ? Optional.empty()
                        : Optional.of(new GradientSum(context, pieces.segments()));
        String methods = pass.methods().replace("BATCH_WEIGHT", Integer.toString(batchWeight));
        parts =
                List.of(
                        numbers.part(),
                        transfer.part(context.ownPasses()),
                        pieces.part(pass.recorded()),
                        update.part(),
                        weighting
                                .map(some -> weighted(manager, some, methods))
                                .orElseGet(() -> new ScriptPart(Map.of(), List.of(), methods)),
                        passes.map(sum -> sum.part(update.count())).orElseGet(this::onePass));
        script = KeepingScript.compile(manager, parts);
    }

    private static ScriptPart weighted(NDManager manager, Weighting weighting, String methods) {
        return new ScriptPart(
                Map.of("class_weights", manager.create(weighting.vector())),
                List.of(new ScriptPart.KeptList(CLASS_WEIGHTS, List.of("class_weights"))),
                methods);
    }

    private ScriptPart onePass() {
        return new ScriptPart(
                Map.of(),
                List.of(),
                resource("step.txt").replace("MIXED", Integer.toString(update.count())));
    }

    /** What the script is made of. */
    List<ScriptPart> parts() {
        return parts;
    }

    /** Text of the method {@code one_pass(number, mixed)}, and whether autograd records it. */
    private record Pass(String methods, boolean recorded) {
        /** By autograd, of a model that can be written as a script. */
        static Optional<Pass> recorded(Context context, ParameterPieces pieces) {
            if (context.objective().provided().isPresent()) {
                return Optional.empty();
            }
            return context.network()
                    .script(pieces, context.passShape())
                    .map(
                            network ->
                                    network
                                            + losses(context)
                                            + resource("autograd_pass.txt")
                                                    .replace("TRAINED", pieces.trainedLeaves()))
                    .map(methods -> new Pass(methods, true));
        }

        /**
         * The method {@code share(self, outputs, number, mixed)}: of the loss, that of one pass.
         */
        private static String losses(Context context) {
            Optional<Weighting> weighting = context.objective().weighting();
            if (weighting.isPresent()) {
                return weighting.get().methods(context.objective().labelSmoothing())
                        + weighting
                                .get()
                                .share()
                                .replace("CLASS_WEIGHTS", ScriptPart.read(CLASS_WEIGHTS));
            }
            Loss.Texts texts = context.lossTexts();
            return context.mixes()
                    ? texts.plain("plain_loss")
                            + texts.mixed("mixed_loss")
                            + resource("mixed_share.txt")
                    : texts.plain("plain_loss") + resource("share.txt");
        }

        /** Without autograd, of a chain of layers that know their gradient. */
        static Optional<Pass> byHand(Context context, ParameterPieces pieces) {
            return context.network()
                    .byHand(pieces, context.passShape())
                    .flatMap(
                            network ->
                                    context.lossTexts()
                                            .byHand(network.outputs())
                                            .map(loss -> network.methods() + loss))
                    .map(methods -> new Pass(methods + resource("by_hand_pass.txt"), false));
        }
    }

    /** Of a model that can be written as a script. */
    static Optional<ScriptedStep> scripted(Context context) {
        return byHand(context).or(() -> recorded(context));
    }

    /** Of a chain of layers that know their gradient; in float32. */
    static Optional<ScriptedStep> byHand(Context context) {
        ParameterPieces pieces = context.pieces();
        return Pass.byHand(context, pieces).map(pass -> new ScriptedStep(context, pieces, pass));
    }

    /** With the gradient by autograd. */
    static Optional<ScriptedStep> recorded(Context context) {
        ParameterPieces pieces = context.pieces();
        return Pass.recorded(context, pieces).map(pass -> new ScriptedStep(context, pieces, pass));
    }

    private static String resource(String name) {
        return TorchScript.resource(TrainStep.class, name);
    }

    @Override
    Map<String, NDArray> optimizerState() {
        return update.state();
    }

    @Override
    void run(Batch batch, long step, double learningRate) {
        transfer.fill(batch);
        List<Double> values = new ArrayList<>(update.numbers(step, learningRate));
        values.add(batch.mixed() ? 1.0 : 0.0);
        numbers.set(values);
        weighting.ifPresent(some -> numbers.set(update.count() + FURTHER_NUMBERS, some.of(batch)));
        passes.ifPresentOrElse(sum -> inPasses(sum, step), () -> inOne(step));
        average.ifPresent(running -> running.update(step));
    }

    private void inOne(long step) {
        Seeds.engine(seed, RandomStream.DROPOUT, step);
        script.run();
    }

    private void inPasses(GradientSum sum, long step) {
        sum.run(
                step,
                (number, adds) -> {
                    numbers.set(update.count() + 1, number);
                    numbers.set(update.count() + 2, adds ? 1 : 0);
                    script.run("take_pass");
                });
        script.run("finish");
    }

    @Override
    public void close() {
        passes.ifPresent(GradientSum::close);
        script.close();
        transfer.close();
    }
}
