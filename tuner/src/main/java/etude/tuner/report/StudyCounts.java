package etude.tuner.report;

import etude.tuner.analysis.result.InfeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.record.StudyRecord;
import etude.tuner.store.Infeasible;
import etude.tuner.store.TrialState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many trials there are of each kind. Infeasible ones are those that the store has, here as in
 * {@code study status} and {@code study list}; what only the analysis finds has numbers of its own.
 *
 * @param ended whatever became of them
 * @param farWorse completed, but so far behind the others that they count as infeasible
 * @param unmeasured completed without a finite value of the objective
 */
record StudyCounts(
        int trials, long ended, long infeasible, long failed, long farWorse, long unmeasured) {
    static StudyCounts of(StudyResults results) {
        StudyRecord study = results.study();
        List<InfeasibleTrial> judged =
                results.infeasible().stream()
                        .filter(each -> each.trial().state() == TrialState.COMPLETED)
                        .toList();
        long farWorse =
                judged.stream()
                        .filter(each -> each.reason().kind() == Infeasible.Kind.FAR_WORSE)
                        .count();
        return new StudyCounts(
                study.trials().size(),
                study.ended(),
                study.count(TrialState.INFEASIBLE),
                study.count(TrialState.FAILED),
                farWorse,
                judged.size() - farWorse);
    }

    String sentence() {
        List<String> parts = new ArrayList<>();
        add(parts, infeasible, "of them infeasible");
        add(parts, farWorse, "far worse than the others");
        add(parts, unmeasured, "without a finite value");
        add(parts, failed, "failed");
        String all = "%d of %d trials have ended".formatted(ended, trials);
        return all + (parts.isEmpty() ? "." : ", " + String.join(", ", parts) + ".");
    }

    private static void add(List<String> parts, long count, String what) {
        if (count > 0) {
            parts.add(count + " " + what);
        }
    }

    /** For programs. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("trials", trials);
        json.put("ended", ended);
        json.put("infeasible", infeasible);
        json.put("far_worse", farWorse);
        json.put("unmeasured", unmeasured);
        json.put("failed", failed);
        return json;
    }
}
