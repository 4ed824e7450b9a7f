package etude.trainer.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import etude.trainer.engine.FlatParameters;
import etude.trainer.engine.ParameterPieces;
import etude.trainer.engine.ViewScript;
import etude.trainer.model.Scripted.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * A whole model as the text of one TorchScript method, {@code forward(features, weights,
 * statistics)}: one native call per pass instead of several per layer. It is written for one {@link
 * Pass}, and computes what the blocks compute one by one, from the same kernels.
 */
public final class NetworkScript {
    private final ViewScript views;
    private final Pass pass;
    private final Map<String, String> methods = new HashMap<>();
    private final StringBuilder definitions = new StringBuilder();
    private final StringBuilder body = new StringBuilder();
    private int variables;

    private NetworkScript(ViewScript views, Pass pass) {
        this.views = views;
        this.pass = pass;
    }

    /**
     * The text for each pass, where all blocks of the model can write themselves. Features of
     * another shape, and the other mode, need a text of their own.
     *
     * @param parameters of the block
     */
    public static Optional<Function<Pass, String>> of(Block block, FlatParameters parameters) {
        return block instanceof Scripted scripted && Scripted.covers(block)
                ? Optional.of(
                        pass ->
                                text(
                                        scripted,
                                        parameters.viewScript(),
                                        pass,
                                        "forward(self: __torch__.M, features: Tensor, weights: Tensor, statistics: Tensor)"))
                : Optional.empty();
    }

    /**
     * The text of a pass as a method {@code network(features, leaves, statistics)} of a larger
     * script, on lists of parameters.
     */
    public static Optional<String> ofPieces(Block block, ParameterPieces pieces, Pass pass) {
        return block instanceof Scripted scripted && Scripted.covers(block)
                ? Optional.of(
                        text(
                                scripted,
                                pieces.views(),
                                pass,
                                "network(self: __torch__.M, features: Tensor, leaves: List[Tensor], statistics: List[Tensor])"))
                : Optional.empty();
    }

    /**
     * The text of a pass as a method {@code network(features)} of a larger script, which keeps the
     * parameters under their names.
     */
    public static Optional<String> ofAttributes(Block block, FlatParameters parameters, Pass pass) {
        List<FlatParameters.Slot> slots = new ArrayList<>(parameters.trainable());
        slots.addAll(parameters.statistics());
        return block instanceof Scripted scripted && Scripted.covers(block)
                ? Optional.of(
                        text(
                                scripted,
                                ViewScript.ofAttributes(slots),
                                pass,
                                "network(self: __torch__.M, features: Tensor)"))
                : Optional.empty();
    }

    /** What a forward pass multiplies by weights, of a model that can be written as a script. */
    public static OptionalLong multiplications(Block block, Shape input) {
        return block instanceof Scripted scripted && Scripted.covers(block)
                ? OptionalLong.of(scripted.multiplications(input))
                : OptionalLong.empty();
    }

    private static String text(Scripted block, ViewScript views, Pass pass, String signature) {
        NetworkScript script = new NetworkScript(views, pass);
        Variable output = block.write(script, new Variable("features", pass.input()));
        return script.definitions
                + "def "
                + signature
                + " -> Tensor:\n"
                + views.lines()
                + script.body
                + "  return "
                + output.name()
                + "\n";
    }

    /**
     * Appends a call of a kernel.
     *
     * @param shape of the result
     * @return the variable with its result
     */
    Variable call(Kernel kernel, Variable input, Shape shape, List<Parameter> parameters) {
        Pass here = pass.at(input.shape());
        String text = kernel.text(FrozenStatistics.among(parameters) ? here.inEvaluation() : here);
        String method = methods.get(text);
        if (method == null) {
            method = "kernel" + methods.size();
            methods.put(text, method);
            definitions.append(text.replace("def forward(", "def " + method + "("));
        }
        StringBuilder arguments = new StringBuilder(input.name()).append(", ");
        parameters.forEach(parameter -> arguments.append(views.name(parameter)).append(", "));
        return assign("(self).%s(%s)".formatted(method, arguments), shape);
    }

    /** Appends an assignment to a new variable, and returns that. */
    Variable assign(String expression, Shape shape) {
        Variable variable = new Variable("x" + variables++, shape);
        body.append("  ").append(variable.name()).append(" = ").append(expression).append('\n');
        return variable;
    }
}
