package etude.trainer.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a mirror that is a folder, laid out as DJL's host. */
final class LibtorchDownloadTest {
    private static final String FILES = "cu128/linux-x86_64/native/lib/";

    @TempDir Path folder;

    @Test
    void everyFileOfTheBuildArrivesUnpackedUnderItsName() throws Exception {
        publish("libtorch.so", "a");
        publish("libtorch_cuda.so", "b");
        publish("libc%2B%2B.so.1", "c");
        index("libtorch.so", "libtorch_cuda.so", "libc%2B%2B.so.1");
        List<String> arrived = new ArrayList<>();

        Path libraries = download().fetch((name, bytes) -> arrived.add(name + " " + bytes));

        assertThat(libraries).isEqualTo(folder.resolve("cache/2.7.1-cu128-linux-x86_64"));
        assertThat(arrived).containsExactly("libtorch.so 1", "libtorch_cuda.so 1", "libc++.so.1 1");
        assertThat(libraries.resolve("libc++.so.1")).hasContent("c");
        Libtorch libtorch = Libtorch.in(libraries).orElseThrow();
        assertThat(libtorch.fits()).isTrue();
        assertThat(libtorch.cuda()).isTrue();
    }

    @Test
    void whatHasArrivedIsKeptAndNotFetchedAgain() throws Exception {
        publish("libtorch_cuda.so", "b");
        index("libtorch_cuda.so", "libtorch.so");
        assertThatThrownBy(() -> download().fetch((name, bytes) -> {}))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("cannot be fetched from file:")
                .hasMessageContaining("the same command goes on")
                .hasMessageContaining("pip install torch==2.7.1");

        Files.delete(mirrored("libtorch_cuda.so"));
        publish("libtorch.so", "a");
        assertThat(download().fetch((name, bytes) -> {}).resolve("libtorch_cuda.so"))
                .hasContent("b");
    }

    @Test
    void aFileThatIsCutOffIsNoFile() throws Exception {
        publish("libtorch.so", "a");
        byte[] whole = Files.readAllBytes(mirrored("libtorch.so"));
        Files.write(mirrored("libtorch.so"), Arrays.copyOf(whole, whole.length - 4));
        index("libtorch.so");
        assertThatThrownBy(() -> download().fetch((name, bytes) -> {}))
                .isInstanceOf(EtudeException.class);
        assertThat(folder.resolve("cache/2.7.1-cu128-linux-x86_64.part/libtorch.so"))
                .doesNotExist();
    }

    @Test
    void aMirrorWithoutTheBuildIsNamed() throws Exception {
        index();
        assertThatThrownBy(() -> download().fetch((name, bytes) -> {}))
                .hasMessageContaining("names none for cu128 on linux-x86_64");
    }

    private LibtorchDownload download() {
        return new LibtorchDownload(folder.resolve("mirror").toUri(), folder.resolve("cache"));
    }

    private Path mirrored(String name) {
        return folder.resolve("mirror/2.7.1").resolve(FILES + name + ".gz");
    }

    private void publish(String name, String content) throws IOException {
        Files.createDirectories(mirrored(name).getParent());
        // the name on the disk of what an address writes with percent signs
        Path file = mirrored(name.replace("%2B", "+"));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void index(String... names) throws IOException {
        List<String> lines = new ArrayList<>(List.of("cpu/linux-x86_64/native/lib/libtorch.so.gz"));
        for (String name : names) {
            lines.add(FILES + name + ".gz");
        }
        Files.createDirectories(folder.resolve("mirror/2.7.1"));
        Files.write(folder.resolve("mirror/2.7.1/files.txt"), lines);
    }
}
