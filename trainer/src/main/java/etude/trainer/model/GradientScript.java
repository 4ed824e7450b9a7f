package etude.trainer.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import etude.trainer.engine.ParameterPieces;
import etude.trainer.engine.ViewScript;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * A training pass of a chain of operations, and its gradient written out by hand, as text: forward,
 * loss, and back through the chain. Autograd records nothing, so that a step has fewer operators
 * and none of them makes a graph; for small models that is most of their time.
 */
public final class GradientScript {
    private final ViewScript views;
    private final Pass pass;
    private final Map<String, String> methods = new HashMap<>();
    private final StringBuilder definitions = new StringBuilder();
    private final StringBuilder body = new StringBuilder();
    private final List<Operation> tape = new ArrayList<>();

    /**
     * A pass.
     *
     * @param methods their text
     * @param outputs shape of what the network computes
     */
    public record Written(String methods, Shape outputs) {}

    /** A variable and its shape. */
    record Value(String name, Shape shape) {}

    /** What has been written of the forward pass. */
    private record Operation(String method, String input, String output, List<String> parameters) {}

    private GradientScript(ViewScript views, Pass pass) {
        this.views = views;
        this.pass = pass;
    }

    /**
     * The method {@code loss_and_gradients(features, leaves, number, mixed)} of a larger script,
     * where all blocks of the model are covered. It returns the loss and the gradient by each leaf,
     * and calls {@code share_and_gradient(outputs, number, mixed)}, which returns the loss and its
     * gradient by the outputs.
     */
    public static Optional<Written> of(Block block, ParameterPieces pieces, Pass pass) {
        if (!Differentiated.covers(block)) {
            return Optional.empty();
        }
        GradientScript script = new GradientScript(pieces.views(), pass);
        Value outputs = ((Differentiated) block).write(script, new Value("features", pass.input()));
        return Optional.of(new Written(script.text(outputs), outputs.shape()));
    }

    /** Appends an operation. */
    Value call(ManualGradient kernel, Value input, Shape shape, List<Parameter> parameters) {
        String text = kernel.text(pass.at(input.shape()));
        String method = methods.get(text);
        if (method == null) {
            method = "by_hand%s_".formatted(methods.size());
            methods.put(text, method);
            definitions.append(text.replace("def ", "def " + method));
        }
        Operation operation =
                new Operation(
                        method,
                        input.name(),
                        "x" + tape.size(),
                        parameters.stream().map(views::name).toList());
        tape.add(operation);
        assign(operation.output(), call(operation, "forward", List.of(operation.input())));
        return new Value(operation.output(), shape);
    }

    private static String call(Operation operation, String part, List<String> inputs) {
        StringJoiner arguments = new StringJoiner(", ", "", ", ");
        inputs.forEach(arguments::add);
        operation.parameters().forEach(arguments::add);
        return "(self).%s%s(%s)".formatted(operation.method(), part, arguments);
    }

    private void assign(String variables, String expression) {
        body.append("  %s = %s\n".formatted(variables, expression));
    }

    private String text(Value outputs) {
        assign(
                "loss, dy",
                "(self).share_and_gradient(%s, number, mixed, )".formatted(outputs.name()));
        int first = firstWithParameters();
        for (int i = tape.size() - 1; i >= first; i--) {
            back(tape.get(i), i > first);
        }
        StringJoiner gradients = new StringJoiner(", ", "annotate(List[Optional[Tensor]], [", "])");
        int leaves = tape.stream().mapToInt(operation -> operation.parameters().size()).sum();
        for (int i = 0; i < leaves; i++) {
            gradients.add("dp" + i);
        }
        return definitions
                + "def loss_and_gradients(self: __torch__.M, features: Tensor, leaves: List[Tensor], number: int, mixed: bool) -> Tuple[Tensor, List[Optional[Tensor]]]:\n"
                + views.lines()
                + body
                + "  return (loss, %s)\n".formatted(gradients);
    }

    /** Nobody asks for the gradient by what comes before. */
    private int firstWithParameters() {
        int first = 0;
        while (first < tape.size() && tape.get(first).parameters().isEmpty()) {
            first++;
        }
        return first;
    }

    private void back(Operation operation, boolean further) {
        List<String> known = List.of("dy", operation.input(), operation.output());
        if (!operation.parameters().isEmpty()) {
            StringJoiner gradients = new StringJoiner(", ", "", ", ");
            operation.parameters().forEach(parameter -> gradients.add("d" + parameter));
            assign(gradients.toString().stripTrailing(), call(operation, "by_parameters", known));
        }
        if (further) {
            assign("dy", call(operation, "by_input", known));
        }
    }
}
