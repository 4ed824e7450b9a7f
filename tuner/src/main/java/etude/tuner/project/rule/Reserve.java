package etude.tuner.project.rule;

import etude.tuner.project.ProjectState;

/**
 * What rounds leave of the budget, for exploration is not all (playbook, "Exploration vs
 * exploitation").
 */
final class Reserve {
    /** For the final study and the launch. */
    private static final double OF_ALL = 0.4;

    /** For longer runs and the launch. */
    private static final double OF_THE_END = 0.15;

    private Reserve() {}

    /** Seconds that no round may use. */
    static double afterRounds(ProjectState state) {
        return OF_ALL * state.config().totalBudget().seconds();
    }

    /** Seconds that the final study may not use. */
    static double afterFinalStudy(ProjectState state) {
        return OF_THE_END * state.config().totalBudget().seconds();
    }
}
