package etude.trainer.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import etude.trainer.config.OptimizerConfig;
import etude.trainer.config.OptimizerConfig.WeightDecayKind;
import etude.trainer.engine.ScriptPart;
import etude.trainer.engine.ScriptPart.KeptList;
import etude.trainer.engine.Segment;
import etude.trainer.engine.TorchScript;
import etude.trainer.engine.Treatment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Clips and applies one gradient to the flat parameter vector, as part of a script: the method
 * {@code update(self, gradient, loss, numbers)}, which never makes the CPU wait.
 *
 * <p>Order within a call: gradient norm of all that is trained, finite check, clip by global norm,
 * weight decay of the segments it applies to, update. Formulas: in the rules' text files, from the
 * playbook, FAQ "What are the update rules for all the popular optimization algorithms?". Decoupled
 * weight decay (Loshchilov and Hutter 2019, arXiv:1711.05101): the entries are multiplied by 1 -
 * rate * decay before the update, which no rule's update depends on, so that in all w - rate *
 * decay * w - update; rate is the scheduled learning rate, times the factor of a segment's group.
 */
public final class Update {
    /** Place of the learning rate among the numbers. */
    private static final int RATE = 2;

    private final UpdateRule rule;
    private final Map<String, NDArray> state = new LinkedHashMap<>();
    private final NDArray weights;
    private final List<Likewise> parts;
    private final StepLog log;
    private final String source;

    /**
     * The segments that are updated in one way, in one call of the rule.
     *
     * @param number by which its kept lists are named
     * @param members places of the segments in the list of gradients
     */
    private record Likewise(
            int number, Treatment treatment, List<Integer> members, List<Segment> segments) {
        static List<Likewise> of(List<Segment> segments) {
            Map<Treatment, Likewise> parts = new LinkedHashMap<>();
            for (int i = 0; i < segments.size(); i++) {
                Segment segment = segments.get(i);
                Likewise part =
                        parts.computeIfAbsent(
                                segment.treatment(),
                                treatment ->
                                        new Likewise(
                                                parts.size(),
                                                treatment,
                                                new ArrayList<>(),
                                                new ArrayList<>()));
                part.members.add(i);
                part.segments.add(segment);
            }
            return List.copyOf(parts.values());
        }

        String name(String vector) {
            return vector + "_" + number;
        }

        KeptList kept(String vector) {
            return new KeptList(
                    name(vector), segments.stream().map(segment -> segment.of(vector)).toList());
        }

        KeptList none(String vector) {
            return new KeptList(name(vector), List.of());
        }

        /** Its part of the list of gradients. */
        String gradients() {
            int first = members.get(0);
            int end = members.get(members.size() - 1) + 1;
            return end - first == members.size()
                    ? "torch.slice(g, %s, %s)".formatted(first, end)
                    : members.stream()
                            .map("g[%s]"::formatted)
                            .collect(Collectors.joining(", ", "[", "]"));
        }

        /** The numbers with the learning rate of these segments. */
        String numbers(int count) {
            return treatment.learningRateScale() == 1
                    ? "n"
                    : "torch.add(torch.add(torch.slice(n, 0, %s), [torch.mul(n[%s], %s)]), torch.slice(n, %s, %s))"
                            .formatted(RATE, RATE, treatment.learningRateScale(), RATE + 1, count);
        }
    }

    /**
     * Makes the rule's state.
     *
     * @param manager owner of the state
     * @param weights the flat parameter vector
     * @param segments the parts of it that are trained, as the gradient is cut
     * @param clip largest permitted gradient norm; infinity for none
     */
    public Update(
            NDManager manager,
            OptimizerConfig config,
            NDArray weights,
            List<Segment> segments,
            double clip,
            StepLog log) {
        rule = UpdateRule.of(config);
        for (UpdateRule.StateVector vector : rule.state()) {
            state.put(
                    vector.name(),
                    manager.full(
                            weights.getShape(), (float) vector.start(), weights.getDataType()));
        }
        this.weights = weights;
        this.log = log;
        parts = Likewise.of(segments);
        source = source(config, segments.size(), clip);
    }

    private String source(OptimizerConfig config, int segments, double clip) {
        StringBuilder applied = new StringBuilder();
        parts.forEach(part -> applied.append(apply(part, config.weightDecayKind())));
        StringBuilder text = new StringBuilder();
        for (String name : rule.sources()) {
            text.append(resource(name));
        }
        return text.append(
                        resource("update")
                                .replace("NORM", norm(segments))
                                .replace("DIVISOR", divisor(clip))
                                .replace("APPLY\n", applied))
                .toString();
    }

    private static String resource(String name) {
        return TorchScript.resource(Update.class, name + ".txt");
    }

    private static String norm(int segments) {
        return segments == 1
                ? "torch.linalg_vector_norm(g[0])"
                : "torch.linalg_vector_norm(torch.stack(torch._foreach_norm(g)))";
    }

    private static String divisor(double clip) {
        return Double.isInfinite(clip)
                ? "None"
                : "torch.clamp(torch.div(norm, %s), 1)".formatted(clip);
    }

    private String apply(Likewise part, WeightDecayKind kind) {
        boolean isL2 = kind == WeightDecayKind.L2;
        double decay = part.treatment().weightDecay();
        return "  (self).apply(%s, %s, %s, %s, skip, divisor, %s, %s, %s, )\n"
                .formatted(
                        ScriptPart.read(part.name("w")),
                        part.gradients(),
                        ScriptPart.read(part.name("first")),
                        ScriptPart.read(part.name("second")),
                        isL2 ? decay : 0.0,
                        isL2 ? 0.0 : decay,
                        part.numbers(count()));
    }

    /** Its lists and methods. */
    public ScriptPart part() {
        Map<String, NDArray> arguments = new LinkedHashMap<>();
        arguments.put("w", weights);
        List<KeptList> kept = new ArrayList<>();
        parts.forEach(part -> kept.add(part.kept("w")));
        List<NDArray> vectors = List.copyOf(state.values());
        List<String> names = List.of("first", "second");
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (i < vectors.size()) {
                arguments.put(name, vectors.get(i));
                parts.forEach(part -> kept.add(part.kept(name)));
            } else {
                parts.forEach(part -> kept.add(part.none(name)));
            }
        }
        arguments.put("ring", log.ring());
        arguments.put("status", log.status());
        kept.add(new KeptList("log", List.of("ring", "status")));
        return new ScriptPart(arguments, kept, source);
    }

    /**
     * State vectors by name, each in the order of the flat parameter vector, always in the same
     * order themselves; write to them in place to restore.
     */
    public Map<String, NDArray> state() {
        return Collections.unmodifiableMap(state);
    }

    /** The numbers that update {@code step + 1} reads, and claims a row of the log for it. */
    public List<Double> numbers(long step, double learningRate) {
        List<Double> numbers =
                new ArrayList<>(List.of((double) step, (double) log.slot(step), learningRate));
        numbers.addAll(rule.numbers().at(step + 1));
        return numbers;
    }

    /** How many numbers an update reads. */
    public int count() {
        return 3 + rule.numbers().at(1).size();
    }
}
