package etude.trainer.engine;

import ai.djl.nn.Parameter;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.StringJoiner;

/**
 * Lines of a script that put the views of {@link FlatParameters#views} into variables: made of the
 * vectors {@code weights} and {@code statistics}, or taken from the lists {@code leaves} and {@code
 * statistics}, or from what the script keeps.
 */
public final class ViewScript {
    private final StringBuilder lines = new StringBuilder();
    private final IdentityHashMap<Parameter, String> names = new IdentityHashMap<>();

    ViewScript() {}

    /** From lists, in the order of the slots. */
    static ViewScript ofLists(
            List<FlatParameters.Slot> leaves, List<FlatParameters.Slot> statistics) {
        ViewScript script = new ViewScript();
        script.take("leaves", leaves);
        script.take("statistics", statistics);
        return script;
    }

    /** From tensors that the script keeps under the parameters' names. */
    public static ViewScript ofAttributes(List<FlatParameters.Slot> slots) {
        ViewScript script = new ViewScript();
        slots.forEach(slot -> script.define(slot.parameter(), "self." + slot.name()));
        return script;
    }

    private void take(String list, List<FlatParameters.Slot> slots) {
        for (int i = 0; i < slots.size(); i++) {
            define(slots.get(i).parameter(), "%s[%s]".formatted(list, i));
        }
    }

    private void define(Parameter parameter, String view) {
        String name = "p" + names.size();
        lines.append("  %s = %s\n".formatted(name, view));
        names.put(parameter, name);
    }

    /** The lines, each indented by two. */
    public String lines() {
        return lines.toString();
    }

    /** The variable that holds a parameter's view. */
    public String name(Parameter parameter) {
        String name = names.get(parameter);
        if (name == null) {
            throw new IllegalStateException(
                    "parameter %s has no place in the flat vector".formatted(parameter.getName()));
        }
        return name;
    }

    /** The first entries cast to the type of this code, the others as they are. */
    void cast(int type, long computed, long others) {
        lines.append(
                """
                  computed, norms, = torch.split_with_sizes(weights, [%s, %s])
                  computed = torch.to(computed, %s)
                """
                        .formatted(computed, others, type));
    }

    /** Cuts a variable into views, one after the other. */
    void split(String variable, List<FlatParameters.Slot> slots) {
        if (slots.isEmpty()) {
            return;
        }
        StringJoiner sizes = new StringJoiner(", ");
        slots.forEach(slot -> sizes.add(Long.toString(slot.shape().size())));
        lines.append(
                "  %s_pieces = torch.split_with_sizes(%s, [%s])\n"
                        .formatted(variable, variable, sizes));
        for (int i = 0; i < slots.size(); i++) {
            String piece = "%s_pieces[%s]".formatted(variable, i);
            define(slots.get(i).parameter(), slots.get(i).layout().script(piece));
        }
    }
}
