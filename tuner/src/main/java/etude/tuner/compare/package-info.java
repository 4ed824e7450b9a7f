/**
 * How many steps and seconds each of a few batch sizes needs to reach a target, each with its
 * learning rate tuned again: a small study, and what its results say about the batch size.
 */
@NullMarked
package etude.tuner.compare;

import org.jspecify.annotations.NullMarked;
