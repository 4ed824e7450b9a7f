package etude.datasets.provider;

/**
 * What a config chooses by its name. Found by {@link java.util.ServiceLoader}, so a jar on the
 * class path can add its own; write the class name to {@code META-INF/services/} and the full name
 * of the interface that it implements.
 */
public interface Provider {
    /** The name that a config chooses it by. */
    String name();

    /**
     * The record with its settings, described by {@link etude.datasets.config.Setting} annotations:
     * the keys that stand beside the name.
     */
    Class<? extends Record> settings();
}
