package etude.trainer.config.bind;

import etude.trainer.config.bind.ConfigNode.Scalar;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A type that may be written in several shapes: a word, a list or a mapping.
 *
 * @param read the value; an {@link IllegalArgumentException} says what was expected
 * @param write the inverse of read
 * @param schema its JSON Schema, in maps of one order
 */
public record NodeType<T>(
        Function<ConfigNode, T> read, Function<T, ConfigNode> write, Map<String, Object> schema) {
    /** The number that a node is, if it is one. */
    public static Optional<Double> number(ConfigNode node) {
        return node instanceof Scalar scalar ? Scalars.number(scalar) : Optional.empty();
    }

    /** A number as a node. */
    public static ConfigNode number(double value) {
        return Scalars.number(value);
    }
}
