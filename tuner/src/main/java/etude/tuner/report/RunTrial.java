package etude.tuner.report;

import etude.trainer.run.Ranking;
import etude.trainer.run.RunFacts;
import etude.trainer.run.RunRecord;
import etude.trainer.run.RunStatus;
import etude.tuner.analysis.data.DatasetFacts;
import etude.tuner.analysis.data.InfeasibleReason;
import etude.tuner.analysis.data.StepSeries;
import etude.tuner.analysis.data.TrialData;
import etude.tuner.space.Objective;
import etude.tuner.store.Evaluation;
import etude.tuner.store.TrialState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A run as the analysis takes it: the only trial of a study. */
record RunTrial(RunRecord run) {
    TrialData data() {
        List<Evaluation> evaluations =
                run.measurements().stream()
                        .map(m -> new Evaluation(m.step(), m.metrics()))
                        .toList();
        return new TrialData(
                0,
                0,
                run.status().map(RunTrial::state).orElse(TrialState.RUNNING),
                run.status().flatMap(RunTrial::reason),
                Map.of(),
                run.facts().map(RunFacts::seed).orElse(0L),
                evaluations,
                facts(evaluations),
                () -> new StepSeries(run.steps().losses(), run.steps().gradientNorms()));
    }

    private static TrialState state(RunStatus status) {
        return switch (status) {
            case COMPLETED -> TrialState.COMPLETED;
            case DIVERGED, OUT_OF_MEMORY -> TrialState.INFEASIBLE;
            case FAILED -> TrialState.FAILED;
            case PREEMPTED -> TrialState.RUNNING;
        };
    }

    private static Optional<InfeasibleReason> reason(RunStatus status) {
        return switch (status) {
            case DIVERGED -> Optional.of(InfeasibleReason.DIVERGED);
            case OUT_OF_MEMORY -> Optional.of(InfeasibleReason.OUT_OF_MEMORY);
            case COMPLETED, FAILED, PREEMPTED -> Optional.empty();
        };
    }

    private etude.tuner.analysis.data.RunFacts facts(List<Evaluation> evaluations) {
        return run.facts()
                .map(said -> RunDirectoryReader.facts(said, run.summary(), evaluations))
                .orElse(
                        new etude.tuner.analysis.data.RunFacts(
                                evaluations.isEmpty()
                                        ? 0
                                        : evaluations.get(evaluations.size() - 1).step(),
                                OptionalLong.empty(),
                                OptionalDouble.empty(),
                                OptionalDouble.empty(),
                                OptionalDouble.empty(),
                                OptionalDouble.empty(),
                                OptionalDouble.empty()));
    }

    Objective objective() {
        Ranking ranking = run.ranking();
        return new Objective(ranking.metric(), ranking.mode());
    }

    /** The size of the validation set and how many classes it has. */
    DatasetFacts dataset() {
        return run.facts()
                .map(said -> RunDirectoryReader.datasetFacts(said.data()))
                .orElse(DatasetFacts.unknown());
    }
}
