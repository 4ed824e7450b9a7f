package etude.trainer.run;

import ai.djl.engine.Engine;
import etude.trainer.gpu.Libtorch;
import java.util.LinkedHashMap;
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
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("java", Runtime.version().toString());
        versions.put("djl", Engine.getDjlVersion());
        versions.put("pytorch", Libtorch.VERSION); // any other is refused
        versions.put("etude", etude());
        return versions;
    }

    /** Of Etude itself. */
    public static String etude() {
        return Optional.ofNullable(Versions.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
