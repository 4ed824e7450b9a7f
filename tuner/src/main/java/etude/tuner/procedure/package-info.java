/**
 * The playbook's procedures, each a plan of ordinary studies, what they say when they have
 * finished, and the change of the config that follows.
 */
@NullMarked
package etude.tuner.procedure;

import org.jspecify.annotations.NullMarked;
