package etude.trainer.run;

import ai.djl.engine.Engine;
import etude.trainer.gpu.Libtorch;
import java.util.Map;
import java.util.Optional;

/** Versions of what computes the numbers. */
public final class Versions {
    private Versions() {}

    /**
     * By name: java, djl, pytorch, etude. They are known before the engine loads, which must wait
     * until its device and precision are settled.
     */
    public static Map<String, String> all() {
        return Map.of(
                "java", Runtime.version().toString(),
                "djl", Engine.getDjlVersion(),
                "pytorch", Libtorch.VERSION, // any other is refused
                "etude",
                        Optional.ofNullable(Versions.class.getPackage().getImplementationVersion())
                                .orElse("development"));
    }
}
