package etude.datasets.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one config key, on a record component. The key is the component's name in snake case.
 * This is the one place where a default lives: the config reader, the resolved config and the JSON
 * Schema all take it from here.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
    /** What the key means, one sentence, with its unit. */
    String value();

    /**
     * The default as YAML text ({@code "null"} for an optional key); {@link #REQUIRED} if the user
     * must say.
     */
    String defaultsTo() default REQUIRED;

    /** Smallest permitted number. */
    double min() default Double.NEGATIVE_INFINITY;

    /** Largest permitted number. */
    double max() default Double.POSITIVE_INFINITY;

    String REQUIRED = "\0required";
}
