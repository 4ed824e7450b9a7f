/**
 * The playbook's questions to a study, with answers that a person can act on: one class for each
 * question, {@code Checklist} with their order, and the thresholds by which they fall.
 */
@NullMarked
package etude.tuner.analysis.verdict;

import org.jspecify.annotations.NullMarked;
