package etude.datasets.catalogue;

import java.nio.file.Path;
import java.util.List;

/**
 * One data set of the catalogue.
 *
 * @param name what the user calls it; also its folder below the data root
 * @param title what it holds and who made it
 * @param licence as its authors state it
 */
public record CatalogueEntry(
        String name,
        String title,
        String home,
        String licence,
        Format format,
        List<CatalogueFile> files) {
    public CatalogueEntry {
        files = List.copyOf(files);
    }

    /** What reads the files. */
    public enum Format {
        IDX,
        CIFAR10,
        CIFAR100,
        TEXT
    }

    /** Size of all files together. */
    public long bytes() {
        return files.stream().mapToLong(CatalogueFile::bytes).sum();
    }

    /** Whether every file stands in the folder with its right size. */
    public boolean present(Path directory) {
        return files.stream().allMatch(file -> file.present(directory));
    }
}
