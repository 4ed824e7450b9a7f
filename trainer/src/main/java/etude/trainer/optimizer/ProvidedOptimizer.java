package etude.trainer.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import etude.datasets.EtudeException;
import etude.datasets.provider.Providers;
import etude.trainer.config.OptimizerConfig;
import etude.trainer.engine.Segment;
import etude.trainer.engine.TorchScript;
import etude.trainer.provider.OptimizerProvider;
import etude.trainer.provider.OptimizerProvider.Direction;
import etude.trainer.provider.OptimizerProvider.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rule of a class of a user's jar, with what {@link Update} does around every rule. */
final class ProvidedOptimizer implements VectorOptimizer {
    private final NDManager manager;
    private final String name;
    private final Rule rule;
    private final NDArray weights;
    private final NDArray trained; // 1 where a parameter is trained, else 0
    private final NDArray decay; // weight decay of each entry
    private final Map<String, NDArray> state = new LinkedHashMap<>();
    private final StepLog log;
    private final TorchScript before;
    private final TorchScript after;
    private final TorchScript keep;

    ProvidedOptimizer(
            NDManager manager,
            OptimizerConfig.Provided config,
            NDArray weights,
            List<Segment> segments,
            double clip,
            StepLog log) {
        this.manager = manager;
        this.weights = weights;
        this.log = log;
        name = config.name();
        rule =
                Providers.load("optimizer", OptimizerProvider.class)
                        .require(name)
                        .of(config.settings());
        int size = Math.toIntExact(weights.size());
        float[] isTrained = new float[size];
        float[] decays = new float[size];
        for (Segment segment : segments) {
            int end = Math.toIntExact(segment.offset() + segment.size());
            for (int i = Math.toIntExact(segment.offset()); i < end; i++) {
                isTrained[i] = 1;
                decays[i] = (float) segment.treatment().weightDecay();
            }
        }
        trained = manager.create(isTrained);
        decay = manager.create(decays);
        for (String vector : rule.state()) {
            state.put(
                    vector,
                    manager.full(
                            weights.getShape(), (float) rule.start(vector), weights.getDataType()));
        }
        String divisor =
                Double.isInfinite(clip)
                        ? "1."
                        : "torch.clamp(torch.div(norm, %s), 1)".formatted(clip);
        before = script("provided_before.txt", divisor);
        after = script("provided_after.txt", divisor);
        keep = script("provided_state.txt", divisor);
    }

    private TorchScript script(String resource, String divisor) {
        String text = TorchScript.resource(ProvidedOptimizer.class, resource);
        return TorchScript.compile(manager, text.replace("DIVISOR", divisor));
    }

    @Override
    public Map<String, NDArray> state() {
        return Collections.unmodifiableMap(state);
    }

    @Override
    public void update(NDArray gradient, NDArray loss, long step, double learningRate) {
        before.update(List.of(gradient, loss, log.ring(), log.status(), trained, log.slot(step)));
        try (NDManager scope = manager.newSubManager()) {
            List<NDArray> passed = new ArrayList<>();
            state.values().forEach(vector -> passed.add(view(vector, scope)));
            Direction direction =
                    rule.direction(
                            view(weights, scope),
                            view(gradient, scope),
                            List.copyOf(passed),
                            step + 1);
            require(direction);
            after.update(
                    List.of(
                            weights,
                            direction.vector(),
                            log.status(),
                            trained,
                            decay,
                            learningRate));
            int number = 0;
            for (NDArray kept : state.values()) {
                keep.update(List.of(kept, direction.state().get(number++), log.status()));
            }
        }
    }

    /** The same memory, owned by the scope: what is computed of it is the scope's too. */
    private static NDArray view(NDArray vector, NDManager scope) {
        NDArray view = vector.stopGradient();
        view.attach(scope);
        return view;
    }

    private void require(Direction direction) {
        if (direction.state().size() != state.size()) {
            throw new EtudeException(
                    "optimizer.name: %s has %d vectors of state, and its update gives %d; mend its class"
                            .formatted(name, state.size(), direction.state().size()));
        }
        if (direction.vector().size() != weights.size()) {
            throw new EtudeException(
                    "optimizer.name: the update of %s has %d numbers for %d parameters; mend its class"
                            .formatted(name, direction.vector().size(), weights.size()));
        }
    }

    @Override
    public void close() {
        before.close();
        after.close();
        keep.close();
    }
}
