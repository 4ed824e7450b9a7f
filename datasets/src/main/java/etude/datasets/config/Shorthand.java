package etude.datasets.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Further values of {@code name:} that choose this record and at the same time give one of its
 * keys: {@code name: mnist} for {@code name: catalogue, dataset: mnist}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Shorthand {
    /** The key that gets the name. */
    String key();

    /** The names. */
    String[] values();
}
