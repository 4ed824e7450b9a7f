package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import etude.tuner.cluster.FakePrograms;
import etude.tuner.cluster.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Studies and runs are handed to a cluster, here one of shell scripts; see check-slurm for a real
 * one.
 */
@EnabledOnOs(OS.LINUX)
final class StudySubmitTest {
    private static final String STORE = "jdbc:postgresql://127.0.0.1:9/etude?user=me";

    @TempDir private Path directory;
    private Programs none = new Programs(Map.of(), "etude");
    private Programs programs = none;
    private FakePrograms cluster = new FakePrograms(Path.of(""));

    @BeforeEach
    void write() throws IOException {
        SmallStudy.write(directory, 3, 30);
        cluster =
                new FakePrograms(directory.resolve("bin"))
                        .with("sbatch", "echo 12")
                        .with("squeue", "")
                        .with("scancel", "")
                        .with("ssh", "");
        programs = cluster.programs(Map.of("ETUDE_CLASSPATH", "my.jar"));
    }

    private void assertRefused(Programs there, String sentence, String... words) {
        CommandResult result = EtudeCommand.run(directory, there, words);
        assertThat(result.err()).contains("etude: " + sentence);
        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(directory.resolve("studies")).doesNotExist();
    }

    private void assertSubmissionRefused(String sentence, String... options) {
        String[] words = new String[options.length + 3];
        words[0] = "study";
        words[1] = "submit";
        words[2] = "study.yaml";
        System.arraycopy(options, 0, words, 3, options.length);
        assertRefused(programs, sentence, words);
    }

    @Test
    void aWrongCommandLineIsRefusedBeforeTheStudyBegins() {
        assertSubmissionRefused(
                "expected either --slurm or --hosts A,B, which say where workers run");
        assertSubmissionRefused("expected either --slurm or --hosts", "--slurm", "--hosts", "a");
        assertSubmissionRefused(
                "--workers: expected at least 1, found 0", "--slurm", "--workers", "0");
        assertSubmissionRefused("--gpus: expected 0 or 1, for a worker", "--slurm", "--gpus", "4");
        assertSubmissionRefused(
                "--time: expected a time limit as Slurm writes it, such as 24:00:00 or 2-12:00:00, found \"a day\"",
                "--slurm",
                "--time",
                "a day");
        assertSubmissionRefused("--partition: expected the name", "--slurm", "--partition", "a\nb");
        assertSubmissionRefused(
                "--sbatch: expected options of sbatch in one line", "--slurm", "--sbatch", "lab");
        assertSubmissionRefused(
                "--time, --partition: only --slurm knows such a thing",
                "--hosts",
                "a",
                "--time",
                "1:00",
                "--partition",
                "p");
        assertSubmissionRefused("--hosts: expected different hosts", "--hosts", "a,a");
    }

    @Test
    void severalMachinesNeedAServerWhoseUrlOthersMayRead() {
        assertSubmissionRefused(
                "--store: expected a PostgreSQL server, such as jdbc:postgresql://HOST/DATABASE?user=USER, for a SQLite file is for the processes of one machine; found none",
                "--slurm");
        assertSubmissionRefused("--store: expected a PostgreSQL", "--slurm", "--store", "a.db");
        assertSubmissionRefused(
                "--store: expected a URL without a password, for others can read the script; keep it in ~/.pgpass",
                "--slurm",
                "--store",
                STORE + "&password=x");
    }

    @Test
    void withoutTheProgramsNothingBegins() {
        assertRefused(
                none,
                "sbatch is not on the PATH; call this where Slurm's commands are, or have the script written only, by --print",
                "study",
                "submit",
                "study.yaml",
                "--slurm",
                "--store",
                STORE);
        assertRefused(
                none,
                "ssh is not on the PATH; install OpenSSH's client",
                "study",
                "submit",
                "study.yaml",
                "--hosts",
                "a",
                "--store",
                STORE);
        assertRefused(
                none,
                "studies/small: no workers were submitted for this study; one that runs in a terminal stops with Ctrl-C",
                "study",
                "cancel",
                "study.yaml");
    }

    @Test
    void aRunIsAJobToo() throws IOException {
        CommandResult result =
                EtudeCommand.run(
                        directory,
                        programs,
                        "train",
                        "base.yaml",
                        "--set",
                        "model.hidden=[8]",
                        "--set",
                        "batch_size=12",
                        "--slurm",
                        "--ntasks",
                        "4",
                        "--nodes",
                        "2",
                        "--gpus",
                        "4");
        assertThat(result.err())
                .isEqualTo(
                        "Submitted job 12. `scancel 12` stops it with a checkpoint; its log is in runs/base/jobs/1.\n");
        assertThat(result.exitCode()).isZero();
        Path script = directory.resolve("runs/base/jobs/1/job.sh");
        assertThat(cluster.calls()).containsExactly("sbatch --parsable " + script);
        assertThat(result.out())
                .isEqualTo(Files.readString(script).replace(directory + "/", ""))
                .contains(
                        "#SBATCH --nodes=2\n#SBATCH --ntasks=4\n#SBATCH --gpus-per-task=1\n",
                        "export ETUDE_CLASSPATH=my.jar\n",
                        "/opt/etude/bin/etude train base.yaml --set 'model.hidden=[8]' --set batch_size=12 --run-dir runs/base --device gpu &\n");
    }

    @Test
    void whatARunCannotAskOfSlurmIsRefused() {
        assertRefused(
                programs,
                "--fresh: not with --slurm, for a job does the same again each time it goes on",
                "train",
                "base.yaml",
                "--slurm",
                "--fresh");
        assertRefused(
                programs,
                "--ntasks, --nodes, --gpus: only --slurm knows such a thing",
                "train",
                "base.yaml",
                "--ntasks",
                "2");
        assertRefused(
                programs,
                "batch_size: expected a multiple of 4, for 4 ranks take an equal part of each batch, found 10",
                "train",
                "base.yaml",
                "--set",
                "model.hidden=[8]",
                "--slurm",
                "--ntasks",
                "4");
        assertRefused(
                programs,
                "--gpus: expected one for each of the 2 ranks of --ntasks, or none, found 1",
                "train",
                "base.yaml",
                "--slurm",
                "--ntasks",
                "2",
                "--gpus",
                "1");
    }
}
