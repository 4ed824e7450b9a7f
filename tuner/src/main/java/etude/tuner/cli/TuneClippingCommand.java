package etude.tuner.cli;

import etude.trainer.config.ConfigException;
import etude.trainer.run.RunRecord;
import etude.trainer.run.RunStatus;
import etude.tuner.procedure.ClippingProcedure;
import etude.tuner.procedure.GradientNorms;
import etude.tuner.procedure.UnstableRate;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.TrialRecord;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Whether gradient clipping fixes instability, and whether that is worth having. */
@Command(
        name = "clipping",
        description = {
            "Clip gradients above the 90th percentile of their norms, see whether training is stable then at"
                    + " the unstable rate, try harder where it is not, and compare with the baseline.",
            "CONFIG is the directory of a finished study, of whose best trials the norms are, or of a run."
        })
final class TuneClippingCommand extends ProcedureCommand {
    /** As many as reports call the best trials of an arm. */
    private static final int BEST = 3;

    @Mixin private UnstableRateOption rate = new UnstableRateOption();
    @Mixin private RerunOptions reruns = new RerunOptions();

    TuneClippingCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() {
        reruns.require(this);
        ConfigSource source = source();
        GradientNorms norms = norms(source);
        ConfigSource.Data data = source.data(err()::println);
        return carryOut(
                source,
                ClippingProcedure.of(
                        name(source, "clipping"),
                        UnstableRate.of(rate.named(), stability(source, data)),
                        norms,
                        reruns.planned(),
                        data.trainExamples()));
    }

    /**
     * Those of the best trials of a study, or of a run.
     *
     * @throws ConfigException when there are none
     */
    private static GradientNorms norms(ConfigSource source) {
        if (source.study().isPresent()) {
            StudyRecord study = source.study().get();
            List<TrialRecord> ranked = study.ranked();
            return GradientNorms.of(
                    ranked.stream()
                            .filter(trial -> trial.arm() == ranked.get(0).arm())
                            .limit(BEST)
                            .toList(),
                    "the best trials of " + source.name());
        }
        RunRecord run =
                source.run()
                        .orElseThrow(
                                () ->
                                        refused(
                                                "%s: expected the directory of a finished study or of a run, whose gradient norms give the threshold; `etude train` makes a run of a config"
                                                        .formatted(source.file())));
        if (run.status().filter(TuneClippingCommand::hasEnded).isEmpty()) {
            throw refused(
                    "%s: the run has not ended, and the threshold is a percentile of the gradient norms of all its steps"
                            .formatted(run.directory().root()));
        }
        return GradientNorms.of(List.of(TrialRecord.of(run)), run.directory().root().toString());
    }

    private static boolean hasEnded(RunStatus status) {
        return status == RunStatus.COMPLETED || status == RunStatus.DIVERGED;
    }

    private static ConfigException refused(String sentence) {
        return new ConfigException(List.of(sentence));
    }
}
