/**
 * What is believed of a function from some of its values: Gaussian processes over points of the
 * unit cube, and what a further point is worth. Plain numbers: it knows no studies. All functions
 * are those of StrictMath, so that the same values lead to the same points on every machine.
 */
@NullMarked
package etude.tuner.surrogate;

import org.jspecify.annotations.NullMarked;
