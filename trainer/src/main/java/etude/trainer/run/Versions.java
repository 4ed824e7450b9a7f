package etude.trainer.run;

import ai.djl.engine.Engine;
import java.util.Map;
import java.util.Optional;

/** Versions of what computes the numbers. */
final class Versions {
    private Versions() {}

    static Map<String, String> all() {
        return Map.of(
                "java", Runtime.version().toString(),
                "djl", Engine.getDjlVersion(),
                "pytorch", Engine.getEngine("PyTorch").getVersion(),
                "etude",
                        Optional.ofNullable(Versions.class.getPackage().getImplementationVersion())
                                .orElse("development"));
    }
}
