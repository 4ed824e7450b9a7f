package etude.trainer.config.bind;

import etude.trainer.config.bind.ConfigNode.Scalar;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A type that one scalar holds.
 *
 * @param expected what a message asks for: "a whole number"
 * @param read the value, or empty if the scalar is something else; may throw {@link
 *     IllegalArgumentException}, whose message then becomes the problem
 * @param write the inverse of read
 * @param schema its JSON Schema
 */
public record ScalarType<T>(
        String expected,
        Function<Scalar, Optional<T>> read,
        Function<T, Scalar> write,
        Map<String, Object> schema) {
    public ScalarType {
        schema = Collections.unmodifiableMap(new TreeMap<>(schema)); // always in one order
    }
}
