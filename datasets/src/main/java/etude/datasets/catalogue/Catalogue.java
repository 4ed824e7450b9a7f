package etude.datasets.catalogue;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import etude.datasets.EtudeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The data sets that can be fetched by name, as {@code catalogue.json} lists them. Sizes and
 * SHA-256 sums are those TensorFlow Datasets publishes.
 */
public record Catalogue(List<CatalogueEntry> entries) {
    public Catalogue {
        entries = List.copyOf(entries);
    }

    /** The built-in catalogue. */
    public static Catalogue builtIn() {
        JsonMapper mapper =
                JsonMapper.builder().enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS).build();
        try (InputStream stream = Catalogue.class.getResourceAsStream("catalogue.json")) {
            return new Catalogue(
                    List.of(
                            mapper.readValue(
                                    Objects.requireNonNull(stream, "catalogue.json"),
                                    CatalogueEntry[].class)));
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    /** The data set of this name, if there is one. */
    public Optional<CatalogueEntry> find(String name) {
        return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    /**
     * The data set of this name.
     *
     * @throws EtudeException when there is none; the message lists the names
     */
    public CatalogueEntry get(String name) {
        return find(name)
                .orElseThrow(
                        () ->
                                new EtudeException(
                                        "the catalogue has no data set \"%s\"; it has %s"
                                                .formatted(name, names())));
    }

    private String names() {
        return entries.stream().map(CatalogueEntry::name).collect(Collectors.joining(", "));
    }
}
