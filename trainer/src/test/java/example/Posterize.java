package example;

import etude.datasets.Features;
import etude.datasets.config.Setting;
import etude.datasets.provider.AugmentationProvider;

/** An augmentation: keeps the upper bits of each byte of an image, with some probability. */
public final class Posterize implements AugmentationProvider {
    /** The keys beside the name in {@code dataset.augment}. */
    public record Settings(
            @Setting(value = "How many bits are kept.", defaultsTo = "4", min = 1, max = 8)
                    int bits,
            @Setting(value = "How often.", defaultsTo = "0.5", min = 0, max = 1)
                    double probability) {}

    @Override
    public String name() {
        return "posterize";
    }

    @Override
    public Class<? extends Record> settings() {
        return Settings.class;
    }

    @Override
    public Change of(Record settings, Features.Image shape) {
        Settings chosen = (Settings) settings;
        int kept = 0xFF << (8 - chosen.bits());
        return (images, offset, random) -> {
            if (random.nextDouble() < chosen.probability()) {
                for (int i = offset; i < offset + shape.elements(); i++) {
                    images[i] &= (byte) kept;
                }
            }
        };
    }
}
