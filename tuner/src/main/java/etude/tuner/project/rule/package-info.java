/**
 * The playbook's order as rules: what each says of a project's state, and what is to be done next.
 */
@NullMarked
package etude.tuner.project.rule;

import org.jspecify.annotations.NullMarked;
