package etude.trainer.run;

import ai.djl.engine.Engine;
import etude.trainer.gpu.Libtorch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

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

    /**
     * Of Etude itself: the released version and the commit that it was built from, as Semantic
     * Versioning writes it, such as {@code 0.1.0+2732f2a9930c}, and {@code .dirty} where files
     * differed from that commit. Without a checkout, the version alone.
     */
    public static String etude() {
        try (InputStream in = Versions.class.getResourceAsStream("version.properties")) {
            if (in == null) {
                return "development"; // a build by something else than Maven
            }
            Properties properties = new Properties();
            properties.load(in);
            return of(properties.getProperty("version", ""), properties.getProperty("commit", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * That of a version and what {@code git describe} says.
     *
     * @param commit empty where git said nothing
     */
    static String of(String version, String commit) {
        return commit.isEmpty() ? version : version + "+" + commit.replace("-dirty", ".dirty");
    }
}
