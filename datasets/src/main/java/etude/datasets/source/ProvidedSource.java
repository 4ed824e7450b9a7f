package etude.datasets.source;

import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.Features;
import etude.datasets.config.SourceConfig;
import etude.datasets.encoding.Encoding;
import etude.datasets.encoding.ImageFit;
import etude.datasets.provider.DatasetProvider;
import etude.datasets.provider.Providers;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Data that a class of a user's jar opens. */
final class ProvidedSource {
    private ProvidedSource() {}

    /**
     * @throws EtudeException when there is no such class, or its examples are neither images nor
     *     vectors
     */
    static OpenedSource open(SourceConfig.Provided config, DataRoot root, Consumer<String> notes) {
        DatasetProvider provider =
                Providers.load("data set", DatasetProvider.class).require(config.name());
        DatasetProvider.Place place = new DatasetProvider.Place(root::resolve, notes);
        Dataset examples = provider.open(config.settings(), place);
        return new OpenedSource(
                examples,
                Optional::empty,
                () -> provider.test(config.settings(), place),
                path -> {
                    throw new EtudeException(
                            "dataset.validation_path and dataset.test_path mean nothing to name: %s; remove %s"
                                    .formatted(config.name(), path));
                },
                encoding(config.name(), examples.spec().features()),
                false,
                List.of(),
                List.of());
    }

    /** Pictures are read as they are; vectors from tables with the columns x1, x2 and so on. */
    private static Encoding encoding(String name, Features features) {
        if (features instanceof Features.Image image) {
            return new Encoding.Images(image, new ImageFit.Exact());
        }
        if (features instanceof Features.Vector vector) {
            List<Encoding.Column> columns =
                    IntStream.rangeClosed(1, vector.length())
                            .<Encoding.Column>mapToObj(i -> new Encoding.Column.Numbers("x" + i, 0))
                            .toList();
            return new Encoding.Table(columns, "y", columns.size());
        }
        throw new EtudeException(
                "dataset.name: %s gives %s; expected images or vectors, as text is read by name: text"
                        .formatted(name, features.words()));
    }
}
