package etude.trainer.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import etude.trainer.config.OptimizerConfig;
import etude.trainer.config.OptimizerConfig.WeightDecayKind;
import etude.trainer.engine.ParameterPieces;
import etude.trainer.engine.ScriptPart;
import etude.trainer.engine.ScriptPart.KeptList;
import etude.trainer.engine.TorchScript;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Clips and applies one gradient to the flat parameter vector, as part of a script: the method
 * {@code update(self, gradient, loss, numbers)}, which never makes the CPU wait.
 *
 * <p>Order within a call: gradient norm, finite check, clip by global norm, weight decay of the
 * groups it applies to, update. Formulas: in the rules' text files, from the playbook, FAQ "What
 * are the update rules for all the popular optimization algorithms?". Decoupled weight decay
 * (Loshchilov and Hutter 2019, arXiv:1711.05101): the entries are multiplied by 1 - rate * decay
 * before the update, which no rule's update depends on, so that in all w - rate * decay * w -
 * update; rate is the scheduled learning rate.
 */
public final class Update {
    private final UpdateRule rule;
    private final Map<String, NDArray> state = new LinkedHashMap<>();
    private final NDArray weights;
    private final Groups groups;
    private final StepLog log;
    private final String source;

    /**
     * How the flat vectors are cut, and the gradient with them: consecutive groups.
     *
     * @param decayed lengths of those that weight decay applies to, which come first
     * @param others lengths of the others
     */
    public record Groups(List<Long> decayed, List<Long> others) {
        /** Names of kept lists: one for each kind of vector and kind of group. */
        private List<KeptList> kept(String name, String vector) {
            List<String> pieces = new ArrayList<>();
            long offset = 0;
            for (long size : all()) {
                pieces.add(ParameterPieces.narrow(vector, offset, size));
                offset += size;
            }
            return List.of(
                    new KeptList(name + "_decayed", pieces.subList(0, decayed.size())),
                    new KeptList(name + "_others", pieces.subList(decayed.size(), pieces.size())));
        }

        List<Long> all() {
            List<Long> sizes = new ArrayList<>(decayed);
            sizes.addAll(others);
            return sizes;
        }
    }

    /**
     * Makes the rule's state.
     *
     * @param manager owner of the state
     * @param weights the flat parameter vector
     * @param clip largest permitted gradient norm; infinity for none
     */
    public Update(
            NDManager manager,
            OptimizerConfig config,
            NDArray weights,
            Groups groups,
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
        this.groups = groups;
        this.log = log;
        source = source(rule, config, groups, clip);
    }

    private static String source(
            UpdateRule rule, OptimizerConfig config, Groups groups, double clip) {
        boolean isL2 = config.weightDecayKind() == WeightDecayKind.L2;
        double l2 = isL2 ? config.weightDecay() : 0;
        double decoupled = isL2 ? 0 : config.weightDecay();
        int decayed = groups.decayed().size();
        int all = decayed + groups.others().size();
        StringBuilder applied = new StringBuilder();
        if (decayed > 0) {
            applied.append(apply("decayed", 0, decayed, l2, decoupled));
        }
        if (all > decayed) {
            applied.append(apply("others", decayed, all, 0, 0));
        }
        StringBuilder source = new StringBuilder();
        for (String name : rule.sources()) {
            source.append(resource(name));
        }
        return source.append(
                        resource("update")
                                .replace("NORM", norm(all))
                                .replace("DIVISOR", divisor(clip))
                                .replace("APPLY\n", applied))
                .toString();
    }

    private static String resource(String name) {
        return TorchScript.resource(Update.class, name + ".txt");
    }

    private static String norm(int groups) {
        return groups == 1
                ? "torch.linalg_vector_norm(g[0])"
                : "torch.linalg_vector_norm(torch.stack(torch._foreach_norm(g)))";
    }

    private static String divisor(double clip) {
        return Double.isInfinite(clip)
                ? "None"
                : "torch.clamp(torch.div(norm, %s), 1)".formatted(clip);
    }

    private static String apply(String kind, int from, int to, double l2, double decoupled) {
        return "  (self).apply(%s, torch.slice(g, %s, %s), %s, %s, skip, divisor, %s, %s, n, )\n"
                .formatted(
                        ScriptPart.read("w_" + kind),
                        from,
                        to,
                        ScriptPart.read("first_" + kind),
                        ScriptPart.read("second_" + kind),
                        l2,
                        decoupled);
    }

    /** Its lists and methods. */
    public ScriptPart part() {
        Map<String, NDArray> arguments = new LinkedHashMap<>();
        arguments.put("w", weights);
        List<KeptList> kept = new ArrayList<>(groups.kept("w", "w"));
        List<NDArray> vectors = List.copyOf(state.values());
        List<String> names = List.of("first", "second");
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (i < vectors.size()) {
                arguments.put(name, vectors.get(i));
                kept.addAll(groups.kept(name, name));
            } else {
                kept.add(new KeptList(name + "_decayed", List.of()));
                kept.add(new KeptList(name + "_others", List.of()));
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
