/**
 * The study store: which studies, trials, attempts and evaluations there are, how each ended and
 * why, kept in a database so that any number of processes can share them.
 */
@NullMarked
package etude.tuner.store;

import org.jspecify.annotations.NullMarked;
