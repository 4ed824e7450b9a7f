package etude.trainer.engine;

import ai.djl.engine.EngineException;
import etude.datasets.EtudeException;
import java.util.List;
import java.util.Optional;

/**
 * Has the engine take algorithms that give the same bits each time they run on the same GPU, as
 * Python's {@code torch.use_deterministic_algorithms} does. An operator that has no such algorithm
 * fails. Attention runs as plain products, since the gradients of its fused forms add in any order.
 */
final class DeterministicAlgorithms {
    /** Setters of {@code at::Context} that take one truth value. */
    private static final List<String> FUSED_ATTENTION =
            List.of(
                    "_ZN2at7Context14setSDPUseFlashEb",
                    "_ZN2at7Context21setSDPUseMemEfficientEb",
                    "_ZN2at7Context14setSDPUseCuDNNEb");

    /** Memory that nobody reads before it is written is otherwise filled, which takes time. */
    private static final String FILL = "_ZN2at7Context39setDeterministicFillUninitializedMemoryEb";

    private static final String ALGORITHMS = "_ZN2at7Context26setDeterministicAlgorithmsEbb";

    /** Part of what an operator says that has none. */
    private static final String NONE = "does not have a deterministic implementation";

    /** Read by cuBLAS when it starts: how much memory it may use for itself. */
    private static final String WORKSPACE = "CUBLAS_WORKSPACE_CONFIG";

    private DeterministicAlgorithms() {}

    /** What has to be so before the engine computes on a GPU. */
    static void prepare() {
        Environment.set(WORKSPACE, ":4096:8");
    }

    /** Whether that was so in a process that has computed before. */
    static boolean isPrepared() {
        return Environment.isSet(WORKSPACE);
    }

    /**
     * Whether they are asked for, in the whole process.
     *
     * @throws EtudeException when this build of the library has no way to ask
     */
    static void use(boolean wanted) {
        try {
            EngineContext context = EngineContext.get();
            for (String form : FUSED_ATTENTION) {
                context.set(form, !wanted);
            }
            context.set(FILL, !wanted);
            context.set(ALGORITHMS, wanted, false);
        } catch (UnsatisfiedLinkError e) {
            if (!wanted) {
                return; // then nobody can have asked for them before
            }
            throw new EtudeException(
                    "deterministic: this build of PyTorch has no way to ask for it (%s); set deterministic: false"
                            .formatted(e.getMessage()),
                    e);
        }
    }

    /** What a failure means, if an operator has no such algorithm. */
    static Optional<EtudeException> explain(EngineException failure) {
        return String.valueOf(failure.getMessage())
                .lines()
                .filter(line -> line.contains(NONE))
                .findFirst()
                .map(
                        line ->
                                new EtudeException(
                                        "deterministic: the model uses an operator that cannot be (%s); set deterministic: false"
                                                .formatted(line.strip()),
                                        failure));
    }
}
