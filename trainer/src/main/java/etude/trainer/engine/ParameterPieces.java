package etude.trainer.engine;

import ai.djl.ndarray.NDArray;
import etude.trainer.engine.FlatParameters.Slot;
import etude.trainer.engine.ScriptPart.KeptList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;

/**
 * The parameters as a script keeps them: each an autograd leaf of its own on the memory of the flat
 * vector, so that the gradient of a large model is never put together. Small pieces of it are,
 * since an operator costs more than they do: consecutive ones of fewer than {@value #ALONE} entries
 * that are updated in one way become one group, a larger one is a group by itself. Frozen ones are
 * no leaves of autograd, and in no group.
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
    private final List<Slot> slots;
    private final List<Slot> trained;
    private final long computed;
    private final List<Group> groups = new ArrayList<>();

    /**
     * Consecutive pieces of one kind that are updated in one way.
     *
     * @param first index of its first piece among those that are trained
     */
    private record Group(int first, List<Slot> slots, Treatment treatment) {
        Segment segment() {
            long size = slots.stream().mapToLong(Slot::size).sum();
            return new Segment(slots.get(0).offset(), size, treatment);
        }
    }

    /**
     * @param kinds the slots that weight decay applies to, those of biases, those of norms
     * @param cast whether passes compute in bfloat16 with the first two kinds
     * @param treatments what is done with each slot that is trained
     */
    ParameterPieces(
            FlatVectors vectors,
            List<List<Slot>> kinds,
            List<Slot> statistics,
            boolean cast,
            Function<Slot, Treatment> treatments) {
        this.vectors = vectors;
        this.statistics = statistics;
        this.cast = cast;
        slots = kinds.stream().flatMap(List::stream).toList();
        trained = slots.stream().filter(slot -> !slot.frozen()).toList();
        computed = kinds.subList(0, 2).stream().flatMap(List::stream).mapToLong(Slot::size).sum();
        kinds.forEach(kind -> group(kind, treatments));
    }

    private void group(List<Slot> kind, Function<Slot, Treatment> treatments) {
        List<Slot> open = new ArrayList<>();
        for (Slot slot : kind) {
            if (!open.isEmpty() && !joins(slot, open.get(0), treatments)) {
                close(open, treatments);
            }
            if (!slot.frozen()) {
                open.add(slot);
            }
        }
        close(open, treatments);
    }

    private static boolean joins(Slot slot, Slot first, Function<Slot, Treatment> treatments) {
        return !slot.frozen()
                && slot.size() < ALONE
                && first.size() < ALONE
                && treatments.apply(slot).equals(treatments.apply(first));
    }

    private void close(List<Slot> open, Function<Slot, Treatment> treatments) {
        if (!open.isEmpty()) {
            int first = groups.stream().mapToInt(group -> group.slots.size()).sum();
            groups.add(new Group(first, List.copyOf(open), treatments.apply(open.get(0))));
            open.clear();
        }
    }

    /** The groups as parts of the flat vector. */
    public List<Segment> segments() {
        return groups.stream().map(Group::segment).toList();
    }

    /** Whether every parameter is trained. */
    public boolean wholly() {
        return trained.size() == slots.size();
    }

    /** The expression of the list of leaves that are trained, whose gradients are grouped. */
    public String trainedLeaves() {
        return wholly() ? "leaves" : ScriptPart.read("trained");
    }

    /** The variables that a script's method has the views in, see {@link ViewScript}. */
    public ViewScript views() {
        return ViewScript.ofLists(slots, statistics);
    }

    /**
     * The lists {@code leaves} and {@code statistics} that {@link #views} reads, and the methods
     * {@code refresh(self)}, which goes before each step, and {@code grouped(self, gradients)}, of
     * {@link #trainedLeaves}.
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
        kept.add(new KeptList("leaves", slots.stream().map(slot -> leaf(slot, recorded)).toList()));
        if (!wholly()) {
            kept.add(
                    new KeptList(
                            "trained",
                            trained.stream()
                                    .map(slot -> "leaves[%s]".formatted(slots.indexOf(slot)))
                                    .toList()));
        }
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
        return recorded && !slot.frozen() ? "torch.requires_grad_(%s)".formatted(leaf) : leaf;
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
        boolean half = cast && group.slots.get(0).offset() < computed;
        return half ? "torch.to(%s, 6)".formatted(joined) : joined;
    }
}
