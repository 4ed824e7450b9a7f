package etude.trainer.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A script of several parts that keeps tensors between its calls: views that need not be made
 * again, and arguments that need not be passed again. It works on what it keeps, in one native
 * call.
 */
public final class KeepingScript implements AutoCloseable {
    /** In the place of an input, the name of an array that has another method called. */
    private static final String METHOD = "module_method:";

    private final TorchScript script;
    private final NDManager manager;
    private final Map<String, NDArray> methods = new HashMap<>();

    private KeepingScript(TorchScript script, NDManager manager) {
        this.script = script;
        this.manager = manager;
    }

    /**
     * Compiles the parts and hands their arguments over.
     *
     * @param manager whose device the script runs on; what the parts hand over must outlive the
     *     script
     */
    public static KeepingScript compile(NDManager manager, List<ScriptPart> parts) {
        TorchScript script = TorchScript.load(manager, TorchScript.archive(parts));
        try (NDManager scope = manager.newSubManager()) {
            NDList inputs = new NDList(method(scope, "keep"));
            parts.forEach(part -> inputs.addAll(part.arguments().values()));
            script.differentiable(inputs.toArray(NDArray[]::new));
        }
        return new KeepingScript(script, manager);
    }

    /** What in the place of a first input has a method called by its name. */
    static NDArray method(NDManager owner, String name) {
        NDArray array = owner.zeros(new Shape(0));
        array.setName(METHOD + name);
        return array;
    }

    /** Calls the method {@code run(self)}, with gradients recorded within. */
    public void run() {
        run("run");
    }

    /** Calls another method without inputs in that way. */
    public void run(String method) {
        NDArray called = methods.computeIfAbsent(method, name -> method(manager, name));
        boolean recorded = JniUtils.isGradMode();
        JniUtils.setGradMode(true);
        try {
            script.differentiable(called);
        } finally {
            JniUtils.setGradMode(recorded);
        }
    }

    /** Calls the method {@code forward} of inputs that change, whose results are not asked for. */
    public void run(NDArray... inputs) {
        script.differentiable(inputs);
    }

    @Override
    public void close() {
        script.close();
        methods.values().forEach(NDArray::close);
    }
}
