package etude.tuner.project.rule;

import etude.tuner.project.JournalEntry;
import etude.tuner.project.ProjectState;
import java.util.List;
import java.util.Optional;

/**
 * What the rules say of a project.
 *
 * @param judged every rule in order with its state
 */
public record Guide(ProjectState state, List<Judged> judged) {
    /** A rule and what it says. */
    public record Judged(Rule rule, RuleState state) {}

    /** The step that is next, and what is to be done. */
    public record Next(Rule rule, Draft draft) {}

    public Guide {
        judged = List.copyOf(judged);
    }

    /** Judges a state. */
    public static Guide of(ProjectState state) {
        return new Guide(
                state,
                Playbook.inOrder().stream()
                        .map(rule -> new Judged(rule, judge(rule, state)))
                        .toList());
    }

    /**
     * Who disagrees is respected; what is done or has no meaning needs no skipping. After the
     * launch only what a person has begun goes on: another look at the test split would be one to
     * choose by.
     */
    private static RuleState judge(Rule rule, ProjectState state) {
        RuleState said = rule.judge(state);
        if (!(said instanceof RuleState.Due)) {
            return said;
        }
        Optional<JournalEntry> skip = state.skip(rule.step());
        if (skip.isPresent()) {
            return new RuleState.Skipped(skip.get().by(), skip.get().reason());
        }
        return TestOnce.isDone(state) && state.roundsWithoutLesson(rule.step()).isEmpty()
                ? new RuleState.NotApplicable(
                        "The incumbent was launched, and a launch ends a project: its test split was looked at. Edit incumbent.yaml or bring in a study to go on all the same.")
                : said;
    }

    /** Whether the incumbent, as it is now, was tested and launched, which ends a project. */
    public boolean launched() {
        return TestOnce.isDone(state);
    }

    /** The first that is due; empty where none is. */
    public Optional<Next> next() {
        return judged.stream()
                .filter(one -> one.state() instanceof RuleState.Due)
                .map(one -> new Next(one.rule(), ((RuleState.Due) one.state()).draft()))
                .findFirst();
    }
}
