/**
 * What a data set is: its examples, their shapes and targets, and the batches of plain arrays that
 * training reads. Here is also what every other package may use: the exceptions for what a user can
 * mend, and the streams of random numbers.
 */
@NullMarked
package etude.datasets;

import org.jspecify.annotations.NullMarked;
