package etude.trainer.engine;

import ai.djl.ndarray.NDArray;
import etude.trainer.engine.FlatParameters.Slot;
import etude.trainer.engine.ScriptPart.KeptList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Stream;

/**
 * The parameters as a script keeps them: each an autograd leaf of its own on the memory of the flat
 * vector, so that the gradient of a large model is never put together. Small pieces of it are,
 * since an operator costs more than they do: consecutive ones of fewer than {@value #ALONE} entries
 * become one group, a larger one is a group by itself.
 *
 * <p>In bfloat16 the leaves of weights and biases lie in a copy, which each step makes anew, and
 * the groups are float32 all the same.
 */
public final class ParameterPieces {
    /**
     * Entries from which on a piece is updated by itself. Below, a parallel region of an operator
     * costs more than joining the pieces (docs/engine.md).
     */
    private static final long ALONE = 1 << 16;

    private final FlatVectors vectors;
    private final List<Slot> statistics;
    private final boolean cast;
    private final List<Slot> trainable;
    private final long computed;
    private final List<Group> groups = new ArrayList<>();

    /**
     * Consecutive pieces of one kind.
     *
     * @param first index of its first piece
     * @param offset of its first entry in the flat vector
     * @param decayed whether weight decay applies to it
     */
    private record Group(int first, List<Slot> slots, long offset, long size, boolean decayed) {}

    /**
     * @param decayed the first slots, then those of biases and norms
     * @param cast whether passes compute in bfloat16 with the first two kinds
     */
    ParameterPieces(
            FlatVectors vectors,
            List<Slot> decayed,
            List<Slot> biases,
            List<Slot> norms,
            List<Slot> statistics,
            boolean cast) {
        this.vectors = vectors;
        this.statistics = statistics;
        this.cast = cast;
        trainable = Stream.of(decayed, biases, norms).flatMap(List::stream).toList();
        computed = Stream.of(decayed, biases).flatMap(List::stream).mapToLong(Slot::size).sum();
        group(decayed, true);
        group(biases, false);
        group(norms, false);
    }

    private void group(List<Slot> kind, boolean decayed) {
        List<Slot> open = new ArrayList<>();
        for (Slot slot : kind) {
            if (slot.size() >= ALONE) {
                close(open, decayed);
                close(new ArrayList<>(List.of(slot)), decayed);
            } else {
                open.add(slot);
            }
        }
        close(open, decayed);
    }

    private void close(List<Slot> open, boolean decayed) {
        if (!open.isEmpty()) {
            List<Slot> slots = List.copyOf(open);
            int first = groups.stream().mapToInt(group -> group.slots.size()).sum();
            long size = slots.stream().mapToLong(Slot::size).sum();
            groups.add(new Group(first, slots, slots.get(0).offset(), size, decayed));
            open.clear();
        }
    }

    /** How many entries of the flat vector each group has, those that weight decay applies to. */
    public List<Long> decayedGroups() {
        return sizes(true);
    }

    /** Likewise the groups after them. */
    public List<Long> otherGroups() {
        return sizes(false);
    }

    private List<Long> sizes(boolean decayed) {
        return groups.stream().filter(group -> group.decayed == decayed).map(Group::size).toList();
    }

    /** The variables that a script's method has the views in, see {@link ViewScript}. */
    public ViewScript views() {
        return ViewScript.ofLists(trainable, statistics);
    }

    /**
     * The lists {@code leaves} and {@code statistics} that {@link #views} reads, and the methods
     * {@code refresh(self)}, which goes before each step, and {@code grouped(self, gradients)}.
     *
     * @param recorded whether autograd is to record what is computed with the leaves
     */
    public ScriptPart part(boolean recorded) {
        Map<String, NDArray> arguments = new LinkedHashMap<>();
        arguments.put("weights", vectors.weights());
        arguments.put("running", vectors.statistics());
        List<KeptList> kept = new ArrayList<>();
        kept.add(
                new KeptList(
                        "computed",
                        cast
                                ? List.of(
                                        "torch.to(%s, 15)"
                                                .formatted(narrow("weights", 0, computed)),
                                        narrow("weights", 0, computed))
                                : List.of()));
        kept.add(
                new KeptList(
                        "leaves", trainable.stream().map(slot -> leaf(slot, recorded)).toList()));
        kept.add(
                new KeptList(
                        "statistics",
                        statistics.stream()
                                .map(slot -> slot.layout().script(narrow("running", slot)))
                                .toList()));
        return new ScriptPart(arguments, kept, refresh() + grouped());
    }

    /** Whether passes compute with the weights themselves and not with a copy of another type. */
    public boolean inPlace() {
        return !cast;
    }

    private String leaf(Slot slot, boolean recorded) {
        boolean inCopy = cast && slot.offset() < computed;
        String piece = narrow(inCopy ? "computed[0]" : "weights", slot);
        String leaf = "torch.detach(%s)".formatted(slot.layout().script(piece));
        return recorded ? "torch.requires_grad_(%s)".formatted(leaf) : leaf;
    }

    private static String narrow(String vector, Slot slot) {
        return narrow(vector, slot.offset(), slot.size());
    }

    /** The expression of a piece of a vector. */
    public static String narrow(String vector, long offset, long size) {
        return "torch.narrow(%s, 0, %s, %s)".formatted(vector, offset, size);
    }

    private String refresh() {
        return "def refresh(self: __torch__.M) -> None:\n"
                + (cast
                        ? "  computed = %s\n  _0 = torch.copy_(computed[0], computed[1])\n"
                                .formatted(ScriptPart.read("computed"))
                        : "")
                + "  return None\n";
    }

    private String grouped() {
        StringBuilder text =
                new StringBuilder(
                        "def grouped(self: __torch__.M, g: List[Optional[Tensor]]) -> List[Tensor]:\n");
        StringJoiner result = new StringJoiner(", ", "  return [", "]\n");
        for (Group group : groups) {
            result.add(joined(group));
        }
        return text.append(result).toString();
    }

    private String joined(Group group) {
        StringJoiner pieces = new StringJoiner(", ");
        for (int i = 0; i < group.slots.size(); i++) {
            String gradient = "unchecked_cast(Tensor, g[%s])".formatted(group.first + i);
            pieces.add(group.slots.get(i).layout().stored(gradient));
        }
        boolean one = group.slots.size() == 1;
        // The gradient of a sum is one number expanded, and an update reads memory.
        String joined = (one ? "torch.contiguous(%s)" : "torch.cat([%s])").formatted(pieces);
        boolean half = cast && group.offset < computed;
        return half ? "torch.to(%s, 6)".formatted(joined) : joined;
    }
}
