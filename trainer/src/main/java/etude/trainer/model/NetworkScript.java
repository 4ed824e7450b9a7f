package etude.trainer.model;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import etude.trainer.engine.FlatParameters;
import etude.trainer.engine.ParameterPieces;
import etude.trainer.engine.ViewScript;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A whole model as the text of one TorchScript method, {@code forward(features, weights,
 * statistics)}: one native call per pass instead of several per layer. It computes what the blocks
 * compute one by one, from the same kernels.
 */
public final class NetworkScript {
    private final ViewScript views;
    private final boolean training;
    private final Map<String, String> methods = new HashMap<>();
    private final StringBuilder definitions = new StringBuilder();
    private final StringBuilder body = new StringBuilder();
    private int variables;

    private NetworkScript(ViewScript views, boolean training) {
        this.views = views;
        this.training = training;
    }

    /**
     * The text, where all blocks of the model can write themselves.
     *
     * @param parameters of the block
     * @param training whether dropout is on and batch norm uses the batch
     */
    public static Optional<String> of(Block block, FlatParameters parameters, boolean training) {
        return of(
                block,
                parameters.viewScript(),
                training,
                "forward(self: __torch__.M, features: Tensor, weights: Tensor, statistics: Tensor)");
    }

    /**
     * The text of a training pass as a method {@code network(features, leaves, statistics)} of a
     * larger script, on lists of parameters.
     */
    public static Optional<String> ofPieces(Block block, ParameterPieces pieces) {
        return of(
                block,
                pieces.views(),
                true,
                "network(self: __torch__.M, features: Tensor, leaves: List[Tensor], statistics: List[Tensor])");
    }

    private static Optional<String> of(
            Block block, ViewScript views, boolean training, String signature) {
        if (!Scripted.covers(block)) {
            return Optional.empty();
        }
        NetworkScript script = new NetworkScript(views, training);
        String output = ((Scripted) block).write(script, "features");
        return Optional.of(
                script.definitions
                        + "def "
                        + signature
                        + " -> Tensor:\n"
                        + views.lines()
                        + script.body
                        + "  return "
                        + output
                        + "\n");
    }

    /**
     * Appends a call of a kernel, a text that ends in a method {@code forward}.
     *
     * @return the variable with its result
     */
    String call(KernelText kernel, String input, List<Parameter> parameters) {
        String text = kernel.of(training);
        String method = methods.get(text);
        if (method == null) {
            method = "kernel" + methods.size();
            methods.put(text, method);
            definitions.append(text.replace("def forward(", "def " + method + "("));
        }
        StringBuilder arguments = new StringBuilder(input).append(", ");
        parameters.forEach(parameter -> arguments.append(views.name(parameter)).append(", "));
        return assign("(self).%s(%s)".formatted(method, arguments));
    }

    /** Appends an assignment to a new variable, and returns that. */
    String assign(String expression) {
        String variable = "x" + variables++;
        body.append("  ").append(variable).append(" = ").append(expression).append('\n');
        return variable;
    }
}
