package etude.trainer.config;

import etude.datasets.config.Setting;

/** New names for tensors of a file. */
public record RenameConfig(
        @Setting("Pattern of names in the file.") String from,
        @Setting("What they are called instead; its stars are those of from, in their order.")
                String to) {
    public RenameConfig {
        int expected = new NamePattern(from).stars();
        int found = new NamePattern(to).stars();
        if (expected != found) {
            throw new IllegalArgumentException(
                    "to: expected as many stars as in from, %d, found %d"
                            .formatted(expected, found));
        }
    }

    /** The pattern of names in the file. */
    public NamePattern pattern() {
        return new NamePattern(from);
    }
}
