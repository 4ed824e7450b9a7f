/**
 * What a data set is: its examples, their shapes, and the batches of plain arrays that training
 * reads.
 */
@NullMarked
package etude.datasets;

import org.jspecify.annotations.NullMarked;
