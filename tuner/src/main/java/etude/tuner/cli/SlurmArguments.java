package etude.tuner.cli;

import etude.trainer.config.ConfigException;
import etude.tuner.cluster.SlurmOptions;
import etude.tuner.cluster.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** What a job asks of Slurm. */
final class SlurmArguments {
    /** Minutes, minutes:seconds, hours:minutes:seconds, or with days before a dash. */
    private static final String TIME = "\\d+(:\\d\\d){0,2}|\\d+-\\d+(:\\d\\d){0,2}";

    @Option(names = "--slurm", description = "Writes a job script and submits it with sbatch.")
    private boolean slurm;

    @Option(
            names = "--time",
            paramLabel = "HH:MM:SS",
            description =
                    "Slurm: the time limit of a job, also D-HH:MM:SS; it stops with a checkpoint before, and is queued again.")
    private Optional<String> time = Optional.empty();

    @Option(
            names = "--partition",
            paramLabel = "NAME",
            description = "Slurm: the partition (default: the cluster's own).")
    private Optional<String> partition = Optional.empty();

    @Option(
            names = "--sbatch",
            paramLabel = "OPTIONS",
            description = "Slurm: more options of sbatch, such as \"--account=lab --mem=8G\".")
    private Optional<String> more = Optional.empty();

    @Option(names = "--print", description = "Writes and prints the script, and submits nothing.")
    private boolean printing;

    boolean isWanted() {
        return slurm;
    }

    boolean isPrinting() {
        return printing;
    }

    /** The names of those options that were given without {@link #isWanted}. */
    List<String> forNothing() {
        List<String> names = new ArrayList<>();
        if (!slurm) {
            time.ifPresent(given -> names.add("--time"));
            partition.ifPresent(given -> names.add("--partition"));
            more.ifPresent(given -> names.add("--sbatch"));
        }
        return names;
    }

    /**
     * All of them.
     *
     * @param name of what it works on
     * @throws ConfigException when one is wrong
     */
    SlurmOptions options(String name, Submission submission, int gpus, OptionalInt processors) {
        return new SlurmOptions(
                name, submission.folder().toString(), gpus, processors, time, partition, more);
    }

    /**
     * Refuses what sbatch would take for something else.
     *
     * @throws ConfigException when an option is wrong
     */
    void check() {
        require(
                time.filter(text -> !text.matches(TIME)),
                "--time: expected a time limit as Slurm writes it, such as 24:00:00 or 2-12:00:00");
        require(
                partition.filter(text -> !text.matches("[\\w.,-]+")),
                "--partition: expected the name of a partition");
        require(
                more.filter(text -> !text.matches("-[^\\n\\r]*")),
                "--sbatch: expected options of sbatch in one line, such as \"--account=lab --mem=8G\"");
    }

    private static void require(Optional<String> wrong, String expected) {
        if (wrong.isPresent()) {
            throw new ConfigException(List.of("%s, found \"%s\"".formatted(expected, wrong.get())));
        }
    }
}
