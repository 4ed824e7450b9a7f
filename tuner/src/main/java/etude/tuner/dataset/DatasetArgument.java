package etude.tuner.dataset;

import etude.datasets.EtudeException;
import etude.datasets.Reason;
import etude.datasets.catalogue.Catalogue;
import etude.datasets.config.DatasetConfig;
import etude.datasets.reader.TarFile;
import etude.datasets.source.DataRoot;
import etude.trainer.config.ConfigLoader;
import etude.trainer.files.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Understands what a user calls a data set: a name, a training config, or a path whose format is
 * told by the names of its files.
 */
public record DatasetArgument(DataRoot root, Optional<String> target) {
    /**
     * The data set as a config would describe it.
     *
     * @throws EtudeException when there is no such file, or its format cannot be told
     */
    public DatasetConfig read(String argument) {
        if (argument.endsWith(".yaml") || argument.endsWith(".yml")) {
            return ConfigLoader.load(Path.of(argument), List.of()).dataset();
        }
        boolean named =
                argument.equals("generated") || Catalogue.builtIn().find(argument).isPresent();
        Map<String, Object> description =
                named ? Map.of("name", argument) : path(root.resolve(argument));
        return ConfigLoader.dataset(Json.line(description), argument);
    }

    private Map<String, Object> path(Path path) {
        String name = path.toString();
        if (Files.isDirectory(path)) {
            return folder(path);
        }
        if (name.matches(".*\\.[ct]sv(\\.gz)?")) {
            return table(path);
        }
        if (name.matches(".*idx\\d-ubyte(\\.gz)?")) {
            return described("idx", path);
        }
        if (TarFile.is(path)) {
            return name.contains("binary") ? cifar(path) : described("image_folder", path);
        }
        if (name.endsWith(".txt")) {
            return described("text", path);
        }
        throw new EtudeException(
                "%s: expected a folder, or a file named .csv, .tsv, .txt, .tar, .tar.gz, .tgz or idx3-ubyte;"
                                .formatted(path)
                        + " describe other files in a config and inspect that");
    }

    private static Map<String, Object> folder(Path folder) {
        if (hasFile(folder, "idx\\d-ubyte(\\.gz)?")) {
            return described("idx", folder);
        }
        if (hasFile(folder, "\\.txt")) {
            return described("text", folder);
        }
        return hasFile(folder, "\\.bin") ? cifar(folder) : described("image_folder", folder);
    }

    /** CIFAR-100 has one training file, CIFAR-10 five. */
    private static Map<String, Object> cifar(Path path) {
        boolean hundred =
                path.toString().contains("100") || Files.exists(path.resolve("train.bin"));
        return Map.of(
                "name", "cifar_binary", "path", absolute(path), "classes", hundred ? 100 : 10);
    }

    private Map<String, Object> table(Path path) {
        String column =
                target.orElseThrow(
                        () ->
                                new EtudeException(
                                        "%s: a table needs --target and the column to predict"
                                                .formatted(path)));
        return Map.of("name", "csv", "path", absolute(path), "target", column);
    }

    private static Map<String, Object> described(String format, Path path) {
        return Map.of("name", format, "path", absolute(path));
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().toString();
    }

    private static boolean hasFile(Path folder, String ending) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .anyMatch(file -> file.toString().matches(".*" + ending));
        } catch (IOException e) {
            throw new EtudeException(
                    "%s cannot be listed: %s".formatted(folder, Reason.of(folder, e)), e);
        }
    }
}
