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
 * 0023). The gradient is never put together to one vector, and is freed piece by piece.
 */
final class ScriptedStep extends TrainStep {
    private static final String CLASS_WEIGHTS = "kept_weights";

    private final DeviceTransfer transfer;
    private final Update update;
    private final HostNumbers numbers;
    private final List<ScriptPart> parts;
    private final KeepingScript script;
    private final Optional<PolyakAverage> average;
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
        numbers = new HostNumbers(manager, update.count() + (weighting.isPresent() ? 2 : 1));
        String methods =
                pass.methods().replace("BATCH_WEIGHT", Integer.toString(update.count() + 1))
                        + step(context.config().gradientAccumulation());
        parts =
                List.of(
                        numbers.part(),
                        transfer.part(context.config().gradientAccumulation()),
                        pieces.part(pass.recorded()),
                        update.part(),
                        weighting
                                .map(some -> weighted(manager, some, methods))
                                .orElseGet(() -> new ScriptPart(Map.of(), List.of(), methods)));
        script = KeepingScript.compile(manager, parts);
    }

    private static ScriptPart weighted(NDManager manager, Weighting weighting, String methods) {
        return new ScriptPart(
                Map.of("class_weights", manager.create(weighting.vector())),
                List.of(new ScriptPart.KeptList(CLASS_WEIGHTS, List.of("class_weights"))),
                methods);
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

    private String step(int passes) {
        return resource("step.txt")
                .replace("MORE_PASSES", Integer.toString(passes - 1))
                .replace("MIXED", Integer.toString(update.count()));
    }

    @Override
    Map<String, NDArray> optimizerState() {
        return update.state();
    }

    @Override
    void run(Batch batch, long step, double learningRate) {
        Seeds.engine(seed, RandomStream.DROPOUT, step);
        transfer.fill(batch);
        List<Double> values = new ArrayList<>(update.numbers(step, learningRate));
        values.add(batch.mixed() ? 1.0 : 0.0);
        weighting.ifPresent(some -> values.add(some.of(batch)));
        numbers.set(values);
        script.run();
        average.ifPresent(running -> running.update(step));
    }

    @Override
    public void close() {
        script.close();
        transfer.close();
    }
}
