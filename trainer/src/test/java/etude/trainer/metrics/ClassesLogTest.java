package etude.trainer.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.CorruptFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassesLogTest {
    @TempDir private Path directory;

    @Test
    void whatWasAppendedIsReadAndATornLineIsNot() throws IOException {
        Path file = directory.resolve("classes.jsonl");
        try (ClassesLog log = ClassesLog.create(file)) {
            log.append(10, "validation", new long[] {3, 4}, new long[] {2, 0});
            log.append(20, "validation", new long[] {3, 4}, new long[] {3, 1});
        }
        Files.writeString(file, "{\"step\":30,\"spl", StandardOpenOption.APPEND);
        assertThat(ClassesLog.read(file))
                .containsExactly(
                        new ClassCounts(10, "validation", List.of(3L, 4L), List.of(2L, 0L)),
                        new ClassCounts(20, "validation", List.of(3L, 4L), List.of(3L, 1L)));
    }

    @Test
    void countsThatDoNotFitTogetherAreDamage() throws IOException {
        Path file = directory.resolve("classes.jsonl");
        Files.writeString(
                file, "{\"step\":1,\"split\":\"validation\",\"examples\":[1,2],\"correct\":[1]}\n");
        assertThatThrownBy(() -> ClassesLog.read(file))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("classes.jsonl");
    }
}
