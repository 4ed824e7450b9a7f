package etude.tuner.cli;

import etude.trainer.config.ConfigException;
import etude.tuner.procedure.LongerProcedure;
import etude.tuner.record.StudyRecord;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The best trials of a study again, as longer runs. */
@Command(
        name = "longer",
        description = {
            "Train the best trials of a finished study again as longer runs, and say whether its conclusions"
                    + " hold: a decay keeps its length and the constant phase before it grows, a cosine is"
                    + " stretched, warmup stays.",
            "CONFIG is the directory of the study."
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
            description = "How many of the best trials (default: ${DEFAULT-VALUE}).")
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
                "--set: a longer run keeps the settings of its trial; leave it out");
        StudyRecord study =
                source.study()
                        .orElseThrow(
                                () ->
                                        new ConfigException(
                                                List.of(
                                                        "%s: expected the directory of a finished study, whose best trials are to be trained for longer"
                                                                .formatted(source.file()))));
        return carryOut(
                source,
                LongerProcedure.of(
                        name(source, "longer"),
                        study,
                        best,
                        steps,
                        source.data(err()::println).trainExamples()));
    }
}
