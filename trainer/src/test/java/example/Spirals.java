package example;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.Target;
import etude.datasets.config.Setting;
import etude.datasets.provider.DatasetProvider;
import java.util.List;

/** A data set: points of two spirals that wind around each other (Lang and Witbrock 1988). */
public final class Spirals implements DatasetProvider {
    /** The keys beside {@code dataset.name}. */
    public record Settings(
            @Setting(value = "Points of both.", defaultsTo = "400", min = 2) int points,
            @Setting(value = "How often each winds.", defaultsTo = "2.0", min = 0) double turns) {}

    @Override
    public String name() {
        return "spirals";
    }

    @Override
    public Class<? extends Record> settings() {
        return Settings.class;
    }

    @Override
    public Dataset open(Record settings, Place place) {
        return new Points((Settings) settings);
    }

    private record Points(Settings settings) implements Dataset {
        @Override
        public ExampleSpec spec() {
            return new ExampleSpec(
                    new Features.Vector(2), new Target.Classes(List.of("first", "second")));
        }

        @Override
        public int size() {
            return settings.points();
        }

        @Override
        public void read(int index, Batch batch, int row) {
            double radius = (index + 1.0) / settings.points();
            double angle = 2 * Math.PI * settings.turns() * radius + Math.PI * (index % 2);
            batch.vectors()[2 * row] = (float) (radius * StrictMath.cos(angle));
            batch.vectors()[2 * row + 1] = (float) (radius * StrictMath.sin(angle));
            batch.labels()[row] = index % 2;
        }

        @Override
        public String name(int index) {
            return "point " + index;
        }

        @Override
        public void close() {}
    }
}
