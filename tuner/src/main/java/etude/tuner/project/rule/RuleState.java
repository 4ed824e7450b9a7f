package etude.tuner.project.rule;

/** What a rule says of a project. */
public sealed interface RuleState {
    /** For programs, and for the list of all rules. */
    String word();

    /** In sentences. */
    String text();

    /** It is done. */
    record Satisfied(String evidence) implements RuleState {
        @Override
        public String word() {
            return "satisfied";
        }

        @Override
        public String text() {
            return evidence;
        }
    }

    /** It is to be done. */
    record Due(Draft draft) implements RuleState {
        @Override
        public String word() {
            return "due";
        }

        @Override
        public String text() {
            return draft.why();
        }
    }

    /** It has no meaning here, or cannot be done within the budget. */
    record NotApplicable(String why) implements RuleState {
        @Override
        public String word() {
            return "not_applicable";
        }

        @Override
        public String text() {
            return why;
        }
    }

    /** Somebody disagreed. */
    record Skipped(String by, String reason) implements RuleState {
        @Override
        public String word() {
            return "skipped";
        }

        @Override
        public String text() {
            return "by %s: %s".formatted(by, reason);
        }
    }
}
