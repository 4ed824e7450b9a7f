/** The next study file from a finished study: what changes in its search space, and why. */
@NullMarked
package etude.tuner.refine;

import org.jspecify.annotations.NullMarked;
