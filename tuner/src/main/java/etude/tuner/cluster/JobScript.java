package etude.tuner.cluster;

import etude.tuner.text.Shell;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A script that runs a command of this program, has it stop with a checkpoint before its time is
 * over, and is queued again until the command ends by itself.
 *
 * @param purpose what it does, in a sentence
 * @param launch who starts it
 * @param submission where it lies
 * @param directory where the command runs
 * @param environment variables that the command needs
 * @param command its words
 */
public record JobScript(
        String purpose,
        Launch launch,
        Submission submission,
        Path directory,
        Map<String, String> environment,
        List<String> command) {
    /** The variable that tells a worker its job. */
    public static final String JOB = "ETUDE_JOB";

    /** Variables of the user's that change what a command does; a host may not have them. */
    private static final List<String> KEPT =
            List.of(
                    "ETUDE_DATA",
                    "ETUDE_CACHE",
                    "ETUDE_CLASSPATH",
                    "PYTORCH_LIBRARY_PATH",
                    "JAVA_HOME",
                    "PGPASSFILE");

    /** In a job, Slurm signals the worker itself; over ssh, only the script. */
    private static final String TRAPS_IN_A_JOB =
            """
            # Slurm sends USR1 to this script before the time limit, and so does `etude study cancel`. Its TERM reaches the command as well.
            trap 'kill -USR1 "$command" 2>/dev/null' USR1
            trap : TERM
            """;

    private static final String TRAPS_ON_A_HOST =
            """
            trap 'kill -USR1 "$command" 2>/dev/null' USR1 TERM INT HUP
            """;

    private static final String WAIT =
            """
            command=$!
            wait "$command"
            while kill -0 "$command" 2>/dev/null; do wait "$command"; done # a signal ends a wait, not the command
            wait "$command"
            code=$?

            # 75: a checkpoint is saved, from which the same command goes on. USR1 or TERM (138, 143): it was stopped before it had begun.
            if [[ $code == 138 || $code == 143 ]]; then code=75; fi
            """;

    /** A job that somebody cancels is not running any more. */
    private static final String QUEUE_AGAIN =
            """
            if [[ $code == 75 && ! -e $folder/cancelled && $(squeue --noheader --array --jobs="$job" --format=%T) == RUNNING ]]; then
              scontrol requeue "$job"
            fi
            """;

    /** For a user's own copy of the variables that matter. */
    public static Map<String, String> kept(Map<String, String> environment) {
        Map<String, String> kept = new TreeMap<>(environment);
        kept.keySet().retainAll(KEPT);
        return kept;
    }

    /** All of it. */
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add("#!/usr/bin/env bash");
        launch.options().forEach(option -> lines.add("#SBATCH " + option));
        String file = Shell.word(submission.script().toString());
        lines.add("# " + purpose);
        lines.add(
                "# Etude wrote this; edit it as you like, and start it with: "
                        + launch.typed(file));
        lines.add("");
        lines.add("folder=" + Shell.word(submission.folder().toString()));
        lines.add("job=" + launch.job());
        lines.add("cd " + Shell.word(directory.toString()) + " || exit 1");
        environment.forEach(
                (name, value) -> lines.add("export %s=%s".formatted(name, Shell.word(value))));
        lines.add("export ETUDE_NO_BUILD=1 # or many would build at once");
        lines.add("export %s=$job".formatted(JOB));
        if (launch.isQueued()) {
            lines.add(
                    ": >\"$folder/${SLURM_ARRAY_JOB_ID:-$SLURM_JOB_ID}.job\" # so that Etude knows a job that you submit");
        }
        lines.add("if [[ -e $folder/cancelled ]]; then");
        lines.add("  echo \"Cancelled: submit again, or remove $folder/cancelled.\"");
        lines.add("  exit 75");
        lines.add("fi");
        lines.add("");
        return String.join("\n", lines)
                + "\n"
                + (launch.isQueued() ? TRAPS_IN_A_JOB : TRAPS_ON_A_HOST)
                + launch.step()
                + Shell.command(command)
                + " &\n"
                + WAIT
                + (launch.isQueued() ? QUEUE_AGAIN : "")
                + "exit \"$code\"\n";
    }
}
