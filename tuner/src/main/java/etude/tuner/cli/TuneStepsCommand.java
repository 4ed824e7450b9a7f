package etude.tuner.cli;

import etude.tuner.procedure.StepsProcedure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How many steps a config needs. */
@Command(
        name = "steps",
        description = {
            "Find an initial max_train_steps: a sweep of constant learning rates without augmentation and"
                    + " regularization, as long as no rate has fitted the training set.",
            "The step at which the fastest trial has fitted it is proposed."
        })
final class TuneStepsCommand extends ProcedureCommand {
    @Option(
            names = "--at-most",
            paramLabel = "N",
            required = true,
            description = "Steps of each trial.")
    private long atMost;

    @Option(
            names = "--fit",
            paramLabel = "SHARE",
            defaultValue = "0.005",
            description =
                    "A perfect fit: this share of the training examples is wrong at most, in two evaluations"
                            + " running; of a regression or a language model, the loss is at most this share"
                            + " of that of the best constant prediction (default: ${DEFAULT-VALUE}).")
    private double fit;

    TuneStepsCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() {
        ConfigSource source = source();
        return carryOut(
                source,
                StepsProcedure.of(
                        name(source, "steps"),
                        source.file(),
                        source.overrides(),
                        atMost,
                        fit,
                        source.data(err()::println).classes()));
    }
}
