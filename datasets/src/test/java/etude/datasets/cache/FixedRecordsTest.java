package etude.datasets.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FixedRecordsTest {
    @TempDir private Path folder;

    @Test
    void recordsAreReadAcrossSegments() throws IOException {
        byte[] bytes = new byte[1 + 7 * 3];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        Path file = Files.write(folder.resolve("records"), bytes);
        FixedRecords records = FixedRecords.map(file, 1, 3, 7, 8);
        byte[] read = new byte[1 + 5 * 3];
        records.read(1, 5, read, 1);
        assertThat(read).containsExactly(0, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18);
        assertThat(records.unsignedByte(6, 2)).isEqualTo(21);
        assertThat(records.checksum())
                .isEqualTo(FixedRecords.inMemory(bytes, 1, 3).checksum())
                .isEqualTo(FixedRecords.map(file, 1, 3, 7).checksum());
    }
}
