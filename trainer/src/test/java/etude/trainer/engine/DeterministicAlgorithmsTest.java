package etude.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Asked for on the CPU, where it means little, but is the same switch. */
class DeterministicAlgorithmsTest {
    @AfterEach
    void leaveTheEngineAsItWas() {
        DeterministicAlgorithms.use(false);
    }

    @Test
    void theEngineTakesThemAndPlainAttention() {
        Devices.engine();
        assertThat(EngineContext.get().says("_ZNK2at7Context23deterministicAlgorithmsEv"))
                .isFalse();
        assertThat(attention().names()).anyMatch(name -> name.contains("flash_attention"));
        DeterministicAlgorithms.use(true);
        assertThat(EngineContext.get().says("_ZNK2at7Context23deterministicAlgorithmsEv")).isTrue();
        assertThat(EngineContext.get().says("_ZNK2at7Context31deterministicAlgorithmsWarnOnlyEv"))
                .isFalse();
        assertThat(attention().names())
                .noneMatch(name -> name.contains("flash_attention"))
                .contains("aten::_scaled_dot_product_attention_math");
    }

    private static Profile attention() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                TorchScript script =
                        TorchScript.compile(
                                manager,
                                "def forward(self: __torch__.M, x: Tensor) -> Tensor:\n"
                                        + "  return torch.scaled_dot_product_attention(x, x, x, None, 0., False)")) {
            NDArray heads = manager.ones(new Shape(1, 2, 4, 8));
            return Profile.of(() -> script.differentiable(heads));
        }
    }

    @Test
    void anOperatorWithoutOneIsNamed() {
        EngineException failure =
                new EngineException(
                        "Traceback\nRuntimeError: avg_pool3d_backward_cuda does not have a deterministic implementation, but you set 'torch.use_deterministic_algorithms(True)'.");
        assertThat(DeterministicAlgorithms.explain(failure))
                .hasValueSatisfying(
                        said ->
                                assertThat(said)
                                        .hasMessageStartingWith(
                                                "deterministic: the model uses an operator that cannot be (RuntimeError: avg_pool3d_backward_cuda does not"));
        assertThat(DeterministicAlgorithms.explain(new EngineException("CUDA error"))).isEmpty();
    }
}
