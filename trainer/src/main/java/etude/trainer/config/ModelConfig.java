package etude.trainer.config;

/**
 * The {@code model} part: {@code model.name} chooses a provider, whose own record holds the other
 * keys.
 */
public record ModelConfig(String name, Record settings) {}
