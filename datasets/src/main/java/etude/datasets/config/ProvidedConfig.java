package etude.datasets.config;

/**
 * What a class of a user's jar is asked for, beside the named records of a sealed interface: the
 * name chooses the class, whose own record holds the other keys.
 */
public interface ProvidedConfig {
    /** The name of the provider. */
    String name();

    /** An instance of the provider's settings. */
    Record settings();
}
