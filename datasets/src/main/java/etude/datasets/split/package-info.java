/**
 * Decides which examples train, validate and test, and measures what follows from that: statistics
 * of the training set, fixed samples, overlap between the splits, classes that a split lacks.
 */
@NullMarked
package etude.datasets.split;

import org.jspecify.annotations.NullMarked;
