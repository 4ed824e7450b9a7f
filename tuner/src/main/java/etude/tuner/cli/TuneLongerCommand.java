package etude.tuner.cli;

import etude.trainer.config.ConfigException;
import etude.trainer.run.RunRecord;
import etude.trainer.run.RunStatus;
import etude.tuner.procedure.LongerProcedure;
import etude.tuner.procedure.ShortRuns;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Objective;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A run, or the best trials of a study, again as longer runs. */
@Command(
        name = "longer",
        description = {
            "Train a run, or the best trials of a finished study, again as longer runs, and say whether the"
                    + " study's conclusions hold: a decay keeps its length and the constant phase before it"
                    + " grows, a cosine is stretched, warmup stays.",
            "CONFIG is the directory of the study or the run."
        })
final class TuneLongerCommand extends ProcedureCommand {
    @Option(
            names = "--steps",
            paramLabel = "N",
            required = true,
            description = "max_train_steps of the longer runs.")
    private long steps;

    @Option(
            names = "--best",
            paramLabel = "K",
            defaultValue = "3",
            description = "How many of a study's best trials (default: ${DEFAULT-VALUE}).")
    private int best;

    TuneLongerCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() {
        require(best >= 1, "--best: expected at least 1, found " + best);
        ConfigSource source = source();
        require(
                source.overrides().isEmpty(),
                "--set: a longer run keeps the settings of the short one; leave it out");
        ConfigSource.Data data = source.data(err()::println);
        return carryOut(
                source,
                LongerProcedure.of(
                        name(source, "longer"),
                        shortRuns(source, data),
                        best,
                        steps,
                        data.trainExamples()));
    }

    /**
     * The trials of a study, or a run.
     *
     * @throws ConfigException when it is neither, or the run was not completed
     */
    private static ShortRuns shortRuns(ConfigSource source, ConfigSource.Data data) {
        if (source.study().isPresent()) {
            return new ShortRuns.OfStudy(source.study().get());
        }
        RunRecord run =
                source.run()
                        .orElseThrow(
                                () ->
                                        refused(
                                                "%s: expected the directory of a finished study or of a completed run, which is to be trained for longer; `etude train` makes a run of a config"
                                                        .formatted(source.file())));
        Path directory = run.directory().root();
        if (run.status().filter(RunStatus.COMPLETED::equals).isEmpty()) {
            throw refused(
                    "%s: the run was not completed, and a longer one is compared with it"
                            .formatted(directory));
        }
        TrialRecord trial = TrialRecord.of(run);
        Objective objective = source.objective(data);
        if (objective.best(trial.evaluations()).isEmpty()) {
            throw refused(
                    "%s: expected an evaluation of %s, found none; a longer run is compared by it"
                            .formatted(directory, objective.metric()));
        }
        return new ShortRuns.OfRun(directory, trial, objective);
    }

    private static ConfigException refused(String sentence) {
        return new ConfigException(List.of(sentence));
    }
}
