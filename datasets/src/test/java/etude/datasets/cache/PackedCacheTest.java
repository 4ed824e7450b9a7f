package etude.datasets.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedCacheTest {
    @TempDir private Path folder;
    private Path source;
    private Path cacheFolder;
    private final List<String> notes = new ArrayList<>();
    private int fills;

    record Description(String text) {}

    @BeforeEach
    void writeSource() throws IOException {
        source = Files.writeString(folder.resolve("source"), "one");
        cacheFolder = folder.resolve("cache");
    }

    @Test
    void secondOpenFillsNothing() {
        assertThat(contents(open())).isEqualTo("one");
        PackedFile again = open();
        assertThat(contents(again)).isEqualTo("one");
        assertThat(again.metadata(Description.class)).isEqualTo(new Description("three bytes"));
        assertThat(fills).isEqualTo(1);
        assertThat(notes).hasSize(1);
    }

    @Test
    void flippedByteAnywhereIsDetectedReportedAndRepaired() throws IOException {
        contents(open());
        Path file = cacheFolder.resolve(key().fileName());
        byte[] sound = Files.readAllBytes(file);
        for (int i = 0; i < sound.length; i++) {
            byte[] damaged = sound.clone();
            damaged[i] ^= 1;
            Files.write(file, damaged);
            notes.clear();
            assertThat(contents(open())).isEqualTo("one");
            assertThat(notes).as("after a flip of byte %d", i).hasSize(2);
            assertThat(notes.get(0)).startsWith("The cache is damaged").contains(file.toString());
            assertThat(Files.readAllBytes(file)).isEqualTo(sound);
        }
    }

    @Test
    void truncatedAndLengthenedFilesAreRepaired() throws IOException {
        contents(open());
        Path file = cacheFolder.resolve(key().fileName());
        byte[] sound = Files.readAllBytes(file);
        for (int length : new int[] {0, 10, 64, sound.length - 1, sound.length + 1}) {
            Files.write(file, Arrays.copyOf(sound, length));
            assertThat(contents(open())).isEqualTo("one");
            assertThat(Files.readAllBytes(file)).isEqualTo(sound);
        }
        assertThat(fills).isEqualTo(6);
    }

    @Test
    void changedSourceIsReadAnewAndItsEarlierFileRemoved() throws IOException {
        contents(open());
        Files.writeString(source, "two!");
        assertThat(contents(open())).isEqualTo("two!");
        Files.setLastModifiedTime(source, FileTime.fromMillis(1_000_000));
        contents(open());
        assertThat(fills).isEqualTo(3);
        assertThat(cacheFiles())
                .containsExactlyInAnyOrder(key().fileName(), key().stem() + ".lock");
    }

    @Test
    void failingFillerLeavesNoPartialFile() throws IOException {
        assertThatThrownBy(
                        () ->
                                cache().open(
                                                key(),
                                                sink -> {
                                                    sink.write(new byte[1 << 21], 0, 1 << 21);
                                                    throw new EtudeException("bad image");
                                                }))
                .hasMessage("bad image");
        assertThat(cacheFiles()).containsExactly(key().stem() + ".lock");
    }

    @Test
    void fullDiskIsSaidAndLeavesNoPartialFile() throws IOException {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full), "needs /dev/full");
        Files.createDirectories(cacheFolder);
        Files.createSymbolicLink(cacheFolder.resolve(key().stem() + ".tmp"), full);
        assertThatThrownBy(() -> open())
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("Cannot write the cache file " + cacheFolder)
                .hasMessageContaining("No space left");
        assertThat(cacheFiles()).containsExactly(key().stem() + ".lock");
    }

    @Test
    void cacheFolderThatIsAFileIsNamed() throws IOException {
        Files.writeString(cacheFolder, "in the way");
        assertThatThrownBy(() -> open())
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("Cannot write the cache file " + cacheFolder);
    }

    private PackedFile open() {
        return cache().open(key(), sink -> fill(sink));
    }

    private PackedCache.Packing fill(RecordSink sink) {
        fills++;
        try {
            byte[] bytes = Files.readAllBytes(source);
            sink.write(bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PackedCache.Packing(1, new Description("three bytes"));
    }

    private PackedCache cache() {
        return new PackedCache(cacheFolder, notes::add);
    }

    private CacheKey key() {
        return CacheKey.of("test", source, List.of(source), "1");
    }

    private static String contents(PackedFile file) {
        byte[] bytes = new byte[(int) file.records().count()];
        file.records().read(0, bytes.length, bytes, 0);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private List<String> cacheFiles() throws IOException {
        try (Stream<Path> files = Files.list(cacheFolder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
