package etude.tuner.notebook;

import etude.tuner.page.Section;
import etude.tuner.page.Section.Progress;
import etude.tuner.page.Section.Step;
import etude.tuner.project.rule.Guide;
import etude.tuner.project.rule.Rule;
import etude.tuner.project.rule.RuleState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The playbook's order as a table of contents, with ticks. */
final class PlaybookSteps {
    private PlaybookSteps() {}

    static Section section(Guide guide) {
        Optional<Rule> next = guide.next().map(Guide.Next::rule);
        List<Step> steps = new ArrayList<>();
        for (Guide.Judged judged : guide.judged()) {
            steps.add(
                    new Step(
                            progress(judged.state(), next.equals(Optional.of(judged.rule()))),
                            "%d. %s".formatted(steps.size() + 1, judged.rule().title()),
                            judged.rule().section(),
                            judged.state().text()));
        }
        return new Section.Steps("The playbook, step by step", steps);
    }

    private static Progress progress(RuleState state, boolean next) {
        if (state instanceof RuleState.Satisfied) {
            return Progress.DONE;
        }
        if (state instanceof RuleState.Due) {
            return next ? Progress.NEXT : Progress.DUE;
        }
        return state instanceof RuleState.Skipped ? Progress.SKIPPED : Progress.NOT_APPLICABLE;
    }
}
