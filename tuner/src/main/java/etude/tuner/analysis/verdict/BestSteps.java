package etude.tuner.analysis.verdict;

import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.verdict.Answer.Attention;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.analysis.verdict.Answer.Problem;
import etude.tuner.text.Numbers;
import java.util.List;

/** Playbook, "Deciding how long to train when training is not compute-bound". */
final class BestSteps {
    private BestSteps() {}

    static Answer answer(Basis basis) {
        VerdictThresholds thresholds = basis.thresholds();
        List<FeasibleTrial> all = basis.results().feasible();
        long early =
                all.stream().filter(r -> r.bestStepShare() <= thresholds.earlyBestStep()).count();
        long late =
                all.stream().filter(r -> r.bestStepShare() >= 1 - thresholds.lateShare()).count();
        String sentence = sentence(basis, all, early, late);
        if (early >= thresholds.alwaysShare() * all.size()) {
            return new Problem(
                    sentence,
                    "max_train_steps is far too high: lower it and use the time for more trials.");
        }
        if (late >= thresholds.consistentShare() * all.size()) {
            return new Attention(
                    sentence,
                    "Longer training may help: raise max_train_steps and tune the learning rate decay again.");
        }
        return new Good(sentence);
    }

    private static String sentence(Basis basis, List<FeasibleTrial> all, long early, long late) {
        if (basis.singleRun()) {
            return "The best step is %d, at %s of training."
                    .formatted(all.get(0).bestStep(), Numbers.percent(all.get(0).bestStepShare()));
        }
        return "Of %s, %d had the best step in the first %s of training and %d in the last %s."
                .formatted(
                        Numbers.count(all.size(), "feasible trial"),
                        early,
                        Numbers.percent(basis.thresholds().earlyBestStep()),
                        late,
                        Numbers.percent(basis.thresholds().lateShare()));
    }
}
