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
    void aGpuWithWhatComputedOnItIsAmongTheFacts() throws IOException {
        String gpu =
                """
                "gpu": {"name": "NVIDIA H200", "driver": "570.86.10", "cuda": "12.8", "cudnn": "9.7.1",
                 "build": "2.7.1+cu128", "flavour": "cu128", "tf32_products": false,
                 "tf32_convolutions": true, "cudnn_benchmark": true},
                """;
        assertThat(rows("gpu(0)", gpu))
                .contains(
                        List.of(
                                "GPU",
                                "NVIDIA H200, driver 570.86.10, CUDA 12.8, cuDNN 9.7.1, PyTorch 2.7.1+cu128, bridge cu128"),
                        List.of(
                                "Chosen",
                                "TF32 in products off and in convolutions on, cuDNN's benchmark mode on"));
    }

    @Test
    void whatNothingToldIsLeftOut() throws IOException {
        assertThat(rows("gpu(0)", "\"gpu\": {\"driver\": \"570.86.10\"},"))
                .contains(List.of("GPU", "driver 570.86.10"))
                .noneMatch(row -> row.get(0).equals("Chosen"));
        assertThat(rows("cpu()", ""))
                .contains(List.of("Device", "cpu() on vm"))
                .noneMatch(row -> row.get(0).equals("GPU"));
    }
}
