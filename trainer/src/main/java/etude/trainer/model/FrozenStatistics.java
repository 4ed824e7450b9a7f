package etude.trainer.model;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.Collection;
import java.util.List;

/**
 * Running statistics of a normalization whose scale and shift are frozen: they stay as they are,
 * and training normalizes with them as evaluation does.
 */
public final class FrozenStatistics {
    private FrozenStatistics() {}

    /** Whether the parameters of one operation are such statistics and what goes with them. */
    static boolean among(Collection<Parameter> parameters) {
        List<Parameter.Type> types = parameters.stream().map(Parameter::getType).toList();
        return types.contains(Parameter.Type.RUNNING_MEAN)
                && parameters.stream().noneMatch(Parameter::requiresGradient);
    }

    /** Whether a block with frozen parameters keeps to this wherever it has to. */
    public static boolean areKept(Block block) {
        boolean here =
                block instanceof KernelOperation || !among(block.getDirectParameters().values());
        return here && block.getChildren().values().stream().allMatch(FrozenStatistics::areKept);
    }
}
