package etude.tuner.report;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.run.RunDirectory;
import etude.trainer.run.RunRecord;
import etude.tuner.page.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunFactsTableTest {
    @TempDir private Path directory;

    private List<List<String>> rows(String device, String further) throws IOException {
        RunDirectory run = new RunDirectory(directory);
        Files.createDirectories(run.attempts());
        Files.writeString(
                run.attempts().resolve("0.json"),
                """
                {"attempt": 0, "command": ["etude", "train"], "host": "vm", "pid": 1, "device": "%s",
                 "versions": {"pytorch": "2.7.1"}, %s "start": "2026-01-01T00:00:00Z"}
                """
                        .formatted(device, further));
        return ((Section.Table) new RunFactsTable(RunRecord.read(run)).all().get(0)).rows();
    }

    @Test
    void whatComputedIsAmongTheFactsWhereItWasRecorded() throws IOException {
        String engine =
                """
                "engine": {"gpu": "NVIDIA H200", "cuda": "12.8", "tf32_products": "false"},
                """;
        assertThat(rows("gpu(0)", engine))
                .contains(
                        List.of("Device", "gpu(0) on vm"),
                        List.of("Engine", "cuda 12.8, gpu NVIDIA H200, tf32 products false"));
        assertThat(rows("cpu()", "")).noneMatch(row -> row.get(0).equals("Engine"));
    }

    @Test
    void whatARunStartedFromIsAmongTheFacts() throws IOException {
        Files.writeString(
                directory.resolve("continued_from.json"),
                """
                {"run": "/runs/cats", "name": "cats", "step": 40, "checksum": "crc32c 01234567"}
                """);
        Files.writeString(
                directory.resolve("initial_weights.json"),
                """
                {"path": "pets.safetensors", "source": "pets.safetensors", "checksum": "crc32c 89abcdef"}
                """);
        assertThat(rows("cpu()", ""))
                .contains(
                        List.of("Goes on from", "step 40 of /runs/cats"),
                        List.of("Weights of", "pets.safetensors (crc32c 89abcdef)"));
    }
}
