package etude.trainer.gpu;

import ai.djl.util.Utils;
import etude.datasets.EtudeException;
import etude.datasets.Reason;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLConnection;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.ObjLongConsumer;
import java.util.zip.GZIPInputStream;

/**
 * Brings the CUDA build of PyTorch to where DJL would put it. DJL does so by itself only where no
 * other build is on the class path and a CUDA toolkit of the right version is installed.
 *
 * @param source DJL's host, or a mirror of it: {@code 2.7.1/files.txt} below it lists the files
 * @param cache the folder for all builds
 */
public record LibtorchDownload(URI source, Path cache) {
    /** Where DJL publishes it. */
    public static final URI DJL = URI.create("https://publish.djl.ai/pytorch/");

    private static final String BUILD = "cu128";
    private static final String PLATFORM = "linux-x86_64";
    private static final int PATIENCE_MILLISECONDS = 30_000;

    /**
     * Into the folder where DJL keeps its builds.
     *
     * @throws EtudeException on a machine that there is no such build for
     */
    public static LibtorchDownload from(URI source) {
        String machine = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
        if (!machine.equals("Linux on amd64")) {
            throw new EtudeException(
                    "the engine has no bridge for GPUs on this machine: expected Linux on amd64, found "
                            + machine);
        }
        return new LibtorchDownload(source, Utils.getEngineCacheDir("pytorch"));
    }

    /**
     * Brings what is not there yet. What has arrived survives a cut connection, file by file.
     *
     * @param progress hears the name of each file that has arrived, and its size
     * @return the folder with the libraries
     * @throws EtudeException when they cannot be had
     */
    public Path fetch(ObjLongConsumer<String> progress) {
        Path folder = cache.resolve(Libtorch.VERSION + "-" + BUILD + "-" + PLATFORM);
        if (Libtorch.in(folder).isPresent()) {
            return folder;
        }
        Path part = folder.resolveSibling(folder.getFileName() + ".part");
        try {
            List<String> files = files();
            Files.createDirectories(part);
            for (String file : files) {
                fetch(file, part, progress);
            }
            return Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new EtudeException(
                    "PyTorch's CUDA build cannot be fetched from %s (%s); what has arrived is kept in %s and the same command goes on. Without a network, %s"
                            .formatted(source, Reason.of(e), part, Libtorch.INSTALL),
                    e);
        }
    }

    private List<String> files() throws IOException {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(open("files.txt"), StandardCharsets.UTF_8))) {
            List<String> files =
                    lines.lines()
                            .map(String::strip)
                            .filter(line -> line.startsWith(BUILD + "/" + PLATFORM + "/"))
                            .filter(line -> line.endsWith(".gz"))
                            .toList();
            if (files.isEmpty()) {
                throw new IOException(
                        "its list of files names none for %s on %s".formatted(BUILD, PLATFORM));
            }
            return files;
        }
    }

    private void fetch(String file, Path part, ObjLongConsumer<String> progress)
            throws IOException {
        String packed = file.substring(file.lastIndexOf('/') + 1);
        String name =
                URLDecoder.decode(
                        packed.substring(0, packed.length() - ".gz".length()),
                        StandardCharsets.UTF_8);
        if (name.contains("/") || name.contains("..")) {
            throw new IOException("its list of files names " + file);
        }
        Path target = part.resolve(name);
        if (Files.notExists(target)) {
            Path arriving = part.resolve(name + ".arriving");
            try (InputStream in = new GZIPInputStream(open(file), 1 << 16)) {
                Files.copy(in, arriving, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(arriving, target, StandardCopyOption.ATOMIC_MOVE);
        }
        progress.accept(name, Files.size(target));
    }

    private InputStream open(String file) throws IOException {
        String base = source.toString().endsWith("/") ? source.toString() : source + "/";
        URI address = URI.create(base + Libtorch.VERSION + "/" + file);
        URLConnection connection = address.toURL().openConnection();
        connection.setConnectTimeout(PATIENCE_MILLISECONDS);
        connection.setReadTimeout(PATIENCE_MILLISECONDS);
        try {
            return connection.getInputStream();
        } catch (FileNotFoundException e) {
            throw new IOException("there is no " + address, e);
        }
    }
}
