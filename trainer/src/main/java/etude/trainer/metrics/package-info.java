/**
 * What a run measures, on disk: lines of JSON, every step's loss and norm, counts of classes,
 * TensorBoard events. A file that is read again is read by the class that writes it.
 */
@NullMarked
package etude.trainer.metrics;

import org.jspecify.annotations.NullMarked;
