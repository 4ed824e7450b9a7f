package etude.tuner.analysis.verdict;

/**
 * A question of the playbook's checklist and what the measurements say.
 *
 * @param plot the id of the plot that shows it; empty where none does
 */
public record Verdict(Topic topic, String question, Answer answer, String plot) {}
