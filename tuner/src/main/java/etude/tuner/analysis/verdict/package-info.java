/** The playbook's questions to a study, with answers that a person can act on. */
@NullMarked
package etude.tuner.analysis.verdict;

import org.jspecify.annotations.NullMarked;
