package etude.trainer.run;

import ai.djl.engine.Engine;
import java.util.Map;
import java.util.Optional;

/** Versions of what computes the numbers. */
public final class Versions {
    private Versions() {}

    /** By name: java, djl, pytorch, etude. */
    public static Map<String, String> all() {
        return Map.of(
                "java", Runtime.version().toString(),
                "djl", Engine.getDjlVersion(),
                "pytorch", Engine.getEngine("PyTorch").getVersion(),
                "etude",
                        Optional.ofNullable(Versions.class.getPackage().getImplementationVersion())
                                .orElse("development"));
    }
}
