package etude.trainer.run;

import ai.djl.engine.Engine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Versions of what computes the numbers. */
public final class Versions {
    private Versions() {}

    /** By name: java, djl, pytorch, etude. */
    public static Map<String, String> all() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("java", Runtime.version().toString());
        versions.put("djl", Engine.getDjlVersion());
        versions.put("pytorch", Engine.getEngine("PyTorch").getVersion());
        versions.put(
                "etude",
                Optional.ofNullable(Versions.class.getPackage().getImplementationVersion())
                        .orElse("development"));
        return versions;
    }
}
