package etude.trainer.engine;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;

/**
 * What one object adds to a script that keeps tensors between its calls, see {@link KeepingScript}.
 * A kept list is {@code self.NAME} in the methods, of type {@code Optional[List[Tensor]]}.
 *
 * @param arguments tensors that the script is given once, by the names that {@code kept} uses
 * @param kept the lists of tensors that it keeps
 * @param methods text of its methods
 */
public record ScriptPart(Map<String, NDArray> arguments, List<KeptList> kept, String methods) {
    /**
     * A list of tensors that stays with the script.
     *
     * @param elements an expression for each, of arguments and of lists kept before
     */
    public record KeptList(String name, List<String> elements) {
        private String assignment() {
            return "  %1$s = annotate(List[Tensor], [%2$s])\n  self.%1$s = %1$s\n"
                    .formatted(name, String.join(", ", elements));
        }
    }

    /** The text that a method reads a kept list by. */
    public static String read(String name) {
        return "unchecked_cast(List[Tensor], self.%s)".formatted(name);
    }

    /** The method that is called once, with the arguments of all parts in turn. */
    static String keep(List<ScriptPart> parts) {
        StringBuilder text = new StringBuilder("def keep(self: __torch__.M");
        for (ScriptPart part : parts) {
            part.arguments
                    .keySet()
                    .forEach(name -> text.append(", ").append(name).append(": Tensor"));
        }
        text.append(") -> List[Tensor]:\n");
        for (ScriptPart part : parts) {
            part.kept.forEach(list -> text.append(list.assignment()));
        }
        return text.append("  return annotate(List[Tensor], [])\n").toString();
    }
}
