package etude.tuner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import etude.datasets.EtudeException;
import etude.trainer.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What was submitted for a study, and how it ends. */
@EnabledOnOs(OS.LINUX)
final class SubmittedTest {
    private static final String QUEUE =
            """
            if [[ -e '%1$s' ]]; then exit; fi
            echo '12_1|RUNNING|node1|1:02:03|None'
            echo '12_2|PENDING||0:00|Nodes required for job are DOWN, DRAINED or reserved'
            echo '12_3|COMPLETING|node2|5:00|None'
            """;

    @TempDir private Path directory;
    private FakePrograms cluster = new FakePrograms(Path.of(""));

    @BeforeEach
    void makeCluster() throws IOException {
        Path ended = directory.resolve("ended");
        cluster =
                new FakePrograms(directory.resolve("bin"))
                        .with("sbatch", "echo '12;main'")
                        .with("squeue", QUEUE.formatted(ended))
                        .with("scancel", "[[ $* != *USR1* ]] || touch '%s'".formatted(ended));
    }

    private Submitted submitted() {
        return new Submitted(directory, cluster.programs());
    }

    private Submission submission(String job) {
        Submission submission = Submission.next(directory);
        submission.remember(job);
        return submission;
    }

    @Test
    void jobsSayTheirStateAndWhyOneWaits() {
        assertThat(submitted().isEmpty()).isTrue();
        submission("12");
        submission("9");
        assertThat(submitted().jobs())
                .containsExactly(
                        new Job("12_1", "running", "node1", "1:02:03", ""),
                        new Job(
                                "12_2",
                                "queued",
                                "",
                                "",
                                "Nodes required for job are DOWN, DRAINED or reserved"),
                        new Job("12_3", "completing", "node2", "5:00", ""));
    }

    @Test
    void slurmIsAskedOnceForAllOfThem() throws IOException {
        submission("12");
        submission("9");
        submitted().jobs();
        assertThat(cluster.calls())
                .containsExactly("squeue --noheader --array --jobs=12,9 --format=%i|%T|%N|%M|%r");
    }

    @Test
    void whatSlurmHasForgottenIsGone() throws IOException {
        cluster.with(
                "squeue", "echo 'slurm_load_jobs error: Invalid job id specified' >&2; exit 1");
        submission("12");
        assertThat(submitted().jobs()).isEmpty();
        cluster.with("squeue", "echo 'Unable to contact slurm controller' >&2; exit 1");
        assertThatThrownBy(() -> submitted().jobs())
                .isInstanceOf(EtudeException.class)
                .hasMessage("squeue failed: Unable to contact slurm controller");
    }

    @Test
    void atTheEndOnlyWhatWaitsIsCancelled() throws IOException {
        submission("12");
        assertThat(submitted().cancelWaiting()).isEqualTo(1);
        assertThat(cluster.calls()).contains("scancel --state=PENDING 12_2");
        assertThat(cluster.calls()).noneMatch(call -> call.contains("USR1"));
    }

    @Test
    void cancellingStopsWhatRunsAndKeepsItFromBeingQueuedAgain() throws IOException {
        Submission submission = submission("12");
        List<Integer> waited = new ArrayList<>();
        Submitted.Cancelled cancelled = submitted().cancel(waited::add);
        assertThat(cancelled).isEqualTo(new Submitted.Cancelled(1, 1, List.of()));
        assertThat(waited).containsExactly(1);
        assertThat(submission.folder().resolve("cancelled")).exists();
        assertThat(cluster.calls())
                .contains("scancel --state=PENDING 12_2", "scancel --batch --signal=USR1 12_1");
    }

    @Test
    void aSubmissionThatSlurmRefusesSaysWhy() throws IOException {
        Slurm slurm = new Slurm(cluster.programs());
        assertThat(slurm.submit(directory.resolve("job.sh"))).isEqualTo("12");
        cluster.with("sbatch", "echo 'sbatch: error: invalid partition specified: p' >&2; exit 1");
        assertThatThrownBy(() -> slurm.submit(Path.of("/s/job.sh")))
                .isInstanceOf(EtudeException.class)
                .hasMessage(
                        "Slurm refuses the job (sbatch: error: invalid partition specified: p); other options, or an edited script by `sbatch /s/job.sh`, may do");
    }

    @Test
    void workersOnHostsStartAndStopOverSsh() throws IOException {
        cluster.with("ssh", "case $* in *setsid*) echo 4711 ;; *kill*) echo there ;; esac");
        Submission submission = Submission.next(directory);
        submission.write(
                new JobScript(
                        "",
                        new Launch.Host(1, 2, 0),
                        submission,
                        directory,
                        Map.of(),
                        List.of("true")));
        new Ssh(cluster.programs()).start(submission, List.of("a", "b"), 3);
        assertThat(submitted().hostWorkers())
                .extracting(Job::id, Job::node)
                .containsExactly(tuple("1-1", "a"), tuple("1-2", "b"), tuple("1-3", "a"));
        Submitted.Cancelled cancelled = submitted().cancel(running -> {});
        assertThat(cancelled).isEqualTo(new Submitted.Cancelled(0, 3, List.of()));
        assertThat(submitted().hostWorkers()).isEmpty();
        assertThat(cluster.calls())
                .allMatch(call -> call.startsWith("ssh -n -o BatchMode=yes -o ConnectTimeout=10 "))
                .anyMatch(call -> call.contains("kill -USR1 4711"));
    }

    @Test
    void aHostThatCannotBeReachedIsNamed() throws IOException {
        cluster.with("ssh", "[[ $* != *' b '* ]] || { echo 'no route' >&2; exit 255; }; echo 4711");
        Submission submission = Submission.next(directory);
        assertThatThrownBy(
                        () -> new Ssh(cluster.programs()).start(submission, List.of("a", "b"), 2))
                .isInstanceOf(EtudeException.class)
                .hasMessage(
                        "no worker was started on b (no route); it needs ssh without a password, and the folder %s as it is here",
                        submission.folder());
        assertThat(submitted().hostWorkers()).extracting(Job::node).containsExactly("a");
        cluster.with("ssh", "echo 'no route' >&2; exit 255");
        assertThat(submitted().cancel(running -> {}).problems())
                .containsExactly(
                        "the worker 1 on a cannot be reached (no route); if the host is down, its trial is free once its lease has ended");
        assertThat(submitted().hostWorkers()).hasSize(1);
    }

    @Test
    void namesOfHostsAreNoOptions() {
        Ssh ssh = new Ssh(cluster.programs());
        assertThatThrownBy(() -> ssh.require(List.of("a", "-oProxyCommand=x")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "--hosts: expected names of hosts with commas between them, found \"-oProxyCommand=x\"");
    }
}
