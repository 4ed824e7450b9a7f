package etude.tuner.analysis.headline;

import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.result.Wording;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Objective;

/** What a single run reached. */
final class RunAnswer {
    private RunAnswer() {}

    static String of(StudyResults run) {
        return run.best().map(best -> reached(run, best)).orElseGet(() -> nothing(run));
    }

    private static String reached(StudyResults run, FeasibleTrial best) {
        Wording wording = Wording.of(run.study());
        return "Best %s: %s%s, at step %d of %d."
                .formatted(
                        wording.metric(),
                        wording.value(best.cost()),
                        MeasurementNoise.of(run.study(), best).around(wording),
                        best.bestStep(),
                        best.totalSteps());
    }

    private static String nothing(StudyResults run) {
        TrialRecord trial = run.study().trials().get(0);
        if (!run.infeasible().isEmpty()) {
            return "The run %s: there is no result."
                    .formatted(run.infeasible().get(0).reason().sentence());
        }
        if (trial.state().isTerminal()) {
            return "The run failed: there is no result.";
        }
        Objective objective = run.study().outline().objective();
        Wording wording = Wording.of(run.study());
        return objective
                .best(trial.evaluations())
                .map(
                        best ->
                                "The run has not ended; best %s so far: %s, at step %d of %d."
                                        .formatted(
                                                wording.metric(),
                                                wording.value(objective.cost(best)),
                                                best.step(),
                                                trial.totalSteps()))
                .orElse("The run has not ended, and nothing is evaluated yet.");
    }
}
