/** Where the points of a study lie in the unit cube: pure functions of a seed and a number. */
@NullMarked
package etude.tuner.sequence;

import org.jspecify.annotations.NullMarked;
