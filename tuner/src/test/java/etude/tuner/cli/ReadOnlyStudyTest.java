package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import etude.tuner.store.SmallDisk;
import etude.tuner.study.Version1Study;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody can do with another user's studies, here on a disk that is mounted read-only. */
final class ReadOnlyStudyTest {
    private static final String BEGUN = "theirs/studies/small";
    private static final String EARLIER = "theirs/studies/version-1";

    @TempDir private static Path directory;
    private static @Nullable SmallDisk disk;
    private static Map<String, String> before = Map.of();

    /** Once for all tests, since none can change anything there. */
    @BeforeAll
    static void begin() throws IOException {
        Path theirs = Files.createDirectories(directory.resolve("theirs"));
        SmallDisk mounted = SmallDisk.mount(theirs, 4096);
        disk = mounted;
        SmallStudy.write(theirs, 2, 10).begin();
        Version1Study.copyTo(directory.resolve(EARLIER));
        mounted.makeReadOnly();
        before = contents(theirs);
    }

    @AfterEach
    void nothingHasChanged() throws IOException {
        assertThat(contents(directory.resolve("theirs"))).isEqualTo(before);
    }

    @AfterAll
    static void unmount() {
        if (disk != null) {
            disk.close();
        }
    }

    private CommandResult study(String... words) {
        return EtudeCommand.run(
                directory,
                Stream.concat(Stream.of("study"), Stream.of(words)).toArray(String[]::new));
    }

    @Test
    void statusExportAndListReadThem() {
        assertThat(study("status", BEGUN).out()).contains("2 trials: 2 not begun");
        assertThat(study("status", EARLIER).out())
                .contains("14 trials: 1 not begun, 1 running, 8 completed, 3 infeasible, 1 failed");
        assertThat(study("export", EARLIER, "--format", "csv").out().lines()).hasSize(15);
        CommandResult list = study("list", "theirs/studies");
        assertThat(list.exitCode()).as(list.err()).isZero();
        assertThat(list.out()).contains("0 of 2").contains("12 of 14");
    }

    @Test
    void theReportGoesBelowTheWorkspaceAndLinksToTheirRunDirectories() throws IOException {
        CommandResult report = study("report", EARLIER);

        assertThat(report.exitCode()).as(report.err()).isZero();
        assertThat(report.out()).isEqualTo("The report: reports/version-1/report.html\n");
        assertThat(report.err())
                .isEqualTo(
                        "etude: theirs/studies/version-1 is read-only for this user, so the report"
                                + " goes elsewhere; --out chooses where\n");
        Path reports = directory.resolve("reports/version-1");
        assertThat(reports.resolve("report.json")).exists();
        assertThat(Files.readString(reports.resolve("report.html")))
                .contains("./../../theirs/studies/version-1/trials/00000");
        assertThat(reports.resolve("../../theirs/studies/version-1/trials/00000")).exists();
    }

    @Test
    void theReportGoesWhereTheUserSays() {
        CommandResult report = study("report", BEGUN, "--out", "mine/today");

        assertThat(report.out()).isEqualTo("The report: mine/today/report.html\n");
        assertThat(report.err()).isEmpty();
        assertThat(directory.resolve("mine/today/report.json")).exists();
        assertThat(study("report", EARLIER, "--out", "theirs/reports").err())
                .isEqualTo(
                        "etude: cannot write a report to theirs/reports; name a folder that this"
                                + " user can write with --out\n");
    }

    @Test
    void theIndexGoesBelowTheWorkspaceToo() throws IOException {
        CommandResult list = study("list", "theirs/studies", "--format", "html");

        assertThat(list.exitCode()).as(list.err()).isZero();
        assertThat(list.out()).isEqualTo("The index: reports/index.html\n");
        assertThat(Files.readString(directory.resolve("reports/index.html")))
                .contains("./../theirs/studies/version-1/study.yaml");
        assertThat(study("list", "theirs/studies", "--out", "x").exitCode()).isEqualTo(2);
    }

    @Test
    void whatChangesThemIsRefusedWithOneSentence() {
        for (List<String> words :
                List.of(
                        List.of("extend", EARLIER, "--trials", "20"),
                        List.of("retry", EARLIER),
                        List.of("worker", EARLIER),
                        List.of("run", EARLIER))) {
            CommandResult refused = study(words.toArray(String[]::new));

            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.out()).isEmpty();
            assertThat(refused.err())
                    .isEqualTo(
                            "etude: cannot write study store theirs/studies/version-1/study.db: it"
                                    + " is read-only for the user '%s', for whom `etude study"
                                    + " status`, `report`, `export` and `list` work\n",
                            System.getProperty("user.name"));
        }
    }

    private static Map<String, String> contents(Path root) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(
                        root.relativize(file).toString(),
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }
}
