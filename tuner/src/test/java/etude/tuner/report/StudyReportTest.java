package etude.tuner.report;

import static org.assertj.core.api.Assertions.assertThat;

import etude.tuner.study.OpenStudy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StudyReportTest {
    @TempDir private Path directory;

    @Test
    void writesPageConclusionsAndTheDataOfEachChartAndNothingElse() throws IOException {
        try (OpenStudy study = StudyOnDisk.write(directory, StudyShape.ended(10).unfinished(2))) {
            Path html = StudyReport.write(study, List.of("etude", "study", "report"));
            assertThat(html).isEqualTo(study.directory().root().resolve("report.html"));
            assertThat(names(study))
                    .contains("report.html", "report.json")
                    .noneMatch(n -> n.contains(".tmp"));
        }
    }

    private static List<String> names(OpenStudy study) throws IOException {
        try (Stream<Path> files = Files.list(study.directory().root())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
