package etude.tuner.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What stands in a script, and what a shell makes of it. */
@EnabledOnOs(OS.LINUX)
final class JobScriptTest {
    private static final Path STUDY = Path.of("/data/studies/small");

    @TempDir private Path directory;
    private FakePrograms cluster = new FakePrograms(Path.of(""));
    private Submission submission = new Submission(STUDY.resolve("jobs/1"));

    @BeforeEach
    void makeCluster() throws IOException {
        submission = Submission.next(directory.resolve("small study"));
        cluster =
                new FakePrograms(directory.resolve("bin"))
                        .with("squeue", "echo RUNNING")
                        .with("scontrol", "")
                        .with("srun", "while [[ $1 == --* ]]; do shift; done; exec \"$@\"");
    }

    private static SlurmOptions options(Submission submission) {
        return new SlurmOptions(
                "small",
                submission.folder().toString(),
                1,
                OptionalInt.of(2),
                Optional.of("24:00:00"),
                Optional.of("long"),
                Optional.of("--account=lab --mem=8G"));
    }

    private static JobScript script(
            Launch launch, Submission submission, Path directory, List<String> command) {
        return new JobScript(
                "A worker of the study small: does trial after trial until none waits.",
                launch,
                submission,
                directory,
                Map.of("ETUDE_DATA", "/big data"),
                command);
    }

    @Test
    void anArrayOfWorkersAsSlurmReadsIt() {
        Submission first = new Submission(STUDY.resolve("jobs/1"));
        String text =
                script(
                                new Launch.SlurmArray(20, options(first)),
                                first,
                                Path.of("/work"),
                                List.of(
                                        "/opt/etude/bin/etude",
                                        "study",
                                        "worker",
                                        STUDY.toString(),
                                        "--store",
                                        "jdbc:postgresql://db/etude?user=me&sslmode=verify-full"))
                        .text();
        assertThat(text)
                .isEqualTo(
                        """
                        #!/usr/bin/env bash
                        #SBATCH --job-name=etude-small
                        #SBATCH --array=1-20
                        #SBATCH --ntasks=1
                        #SBATCH --cpus-per-task=2
                        #SBATCH --gpus-per-task=1
                        #SBATCH --time=24:00:00
                        #SBATCH --partition=long
                        #SBATCH --requeue
                        #SBATCH --signal=B:USR1@120
                        #SBATCH --open-mode=append
                        #SBATCH --output=/data/studies/small/jobs/1/%A_%a.log
                        #SBATCH --account=lab --mem=8G
                        # A worker of the study small: does trial after trial until none waits.
                        # Etude wrote this; edit it as you like, and start it with: sbatch /data/studies/small/jobs/1/job.sh

                        folder=/data/studies/small/jobs/1
                        job=${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID
                        cd /work || exit 1
                        export ETUDE_DATA='/big data'
                        export ETUDE_NO_BUILD=1 # or many would build at once
                        export ETUDE_JOB=$job
                        : >"$folder/${SLURM_ARRAY_JOB_ID:-$SLURM_JOB_ID}.job" # so that Etude knows a job that you submit
                        if [[ -e $folder/cancelled ]]; then
                          echo "Cancelled: submit again, or remove $folder/cancelled."
                          exit 75
                        fi

                        # Slurm sends USR1 to this script before the time limit, and so does `etude study cancel`. Its TERM reaches the command as well.
                        trap 'kill -USR1 "$command" 2>/dev/null' USR1
                        trap : TERM
                        srun --ntasks=1 --mpi=none ${SLURM_CPUS_PER_TASK:+--cpus-per-task=$SLURM_CPUS_PER_TASK} /opt/etude/bin/etude study worker /data/studies/small --store 'jdbc:postgresql://db/etude?user=me&sslmode=verify-full' &
                        command=$!
                        wait "$command"
                        while kill -0 "$command" 2>/dev/null; do wait "$command"; done # a signal ends a wait, not the command
                        wait "$command"
                        code=$?

                        # 75: a checkpoint is saved, from which the same command goes on. USR1 or TERM (138, 143): it was stopped before it had begun.
                        if [[ $code == 138 || $code == 143 ]]; then code=75; fi
                        if [[ $code == 75 && ! -e $folder/cancelled && $(squeue --noheader --array --jobs="$job" --format=%T) == RUNNING ]]; then
                          scontrol requeue "$job"
                        fi
                        exit "$code"
                        """);
    }

    @Test
    void ranksStandInOneJob() {
        Submission first = new Submission(Path.of("/data/runs/100% mine/jobs/1"));
        assertThat(new Launch.SlurmJob(8, 2, options(first)).options())
                .startsWith("--job-name=etude-small", "--nodes=2", "--ntasks=8")
                .contains("--output=\"/data/runs/100%% mine/jobs/1/%j.log\"")
                .endsWith("--account=lab --mem=8G");
        assertThat(new Launch.SlurmJob(8, 2, options(first)).step())
                .startsWith("srun --mpi=pmix --kill-on-bad-exit=1 ");
        assertThat(new Launch.SlurmJob(1, 0, options(first)).step())
                .startsWith("srun --ntasks=1 --mpi=none ");
    }

    /** Runs a command's script as Slurm would; its exit code. */
    private int run(Launch launch, String command, String... words) throws Exception {
        return start(launch, command, words).waitFor();
    }

    private Process start(Launch launch, String command, String... words) throws Exception {
        submission.write(script(launch, submission, directory, List.of("bash", "-c", command)));
        ProcessBuilder builder =
                new ProcessBuilder("bash", submission.script().toString())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile());
        builder.command().addAll(List.of(words));
        builder.environment()
                .putAll(
                        cluster.programs(
                                        Map.of(
                                                "SLURM_ARRAY_JOB_ID", "12",
                                                "SLURM_ARRAY_TASK_ID", "3",
                                                "SLURM_JOB_ID", "15"))
                                .environment());
        return builder.start();
    }

    private Launch array() {
        return new Launch.SlurmArray(4, options(submission));
    }

    private static final String REQUEUED = "scontrol requeue 12_3";

    @Test
    void whatStoppedWithACheckpointIsQueuedAgainAndNothingElse() throws Exception {
        assertThat(run(array(), "exit 75")).isEqualTo(75);
        assertThat(cluster.calls()).containsOnlyOnce(REQUEUED);
        assertThat(submission.jobs()).containsExactly("12");
        assertThat(run(array(), "exit 0")).isZero();
        assertThat(run(array(), "exit 1")).isEqualTo(1);
        cluster.with("squeue", "echo COMPLETING");
        assertThat(run(array(), "exit 75")).isEqualTo(75);
        assertThat(cluster.calls()).containsOnlyOnce(REQUEUED);
    }

    @Test
    void aCancelledSubmissionStartsNothing() throws Exception {
        submission.cancel();
        assertThat(run(array(), "touch begun")).isEqualTo(75);
        assertThat(directory.resolve("begun")).doesNotExist();
        assertThat(cluster.calls()).isEmpty();
    }

    @Test
    void theSignalBeforeTheTimeLimitReachesTheCommandWhoseExitCodeCounts() throws Exception {
        String command =
                "trap 'sleep 0.1; exit 75' USR1; echo $ETUDE_JOB $ETUDE_DATA >begun; while :; do sleep 0.01; done";
        Process script = start(array(), command);
        Path begun = directory.resolve("begun");
        while (!Files.exists(begun) || Files.size(begun) == 0) {
            assertThat(script.isAlive()).isTrue();
            Thread.onSpinWait();
        }
        assertThat(new ProcessBuilder("kill", "-USR1", "" + script.pid()).start().waitFor())
                .isZero();
        assertThat(script.waitFor()).isEqualTo(75);
        assertThat(begun).hasContent("12_3 /big data");
        assertThat(cluster.calls()).contains(REQUEUED);
    }

    @Test
    void aCommandThatWasStoppedBeforeItCouldCatchASignalIsQueuedAgain() throws Exception {
        assertThat(run(array(), "kill -TERM $$")).isEqualTo(75);
        assertThat(cluster.calls()).contains(REQUEUED);
    }

    @Test
    void onAHostTheNumberOfTheWorkerTellsItsJobAndItsGpu() throws Exception {
        Launch host = new Launch.Host(1, 2, 1);
        String command = "echo $ETUDE_JOB $CUDA_VISIBLE_DEVICES >begun; exit 75";
        assertThat(run(host, command, "3")).isEqualTo(75);
        assertThat(directory.resolve("begun")).hasContent("1-3 1");
        assertThat(cluster.calls()).isEmpty();
        assertThat(run(host, "touch more")).isEqualTo(1);
        assertThat(directory.resolve("more")).doesNotExist();
    }
}
