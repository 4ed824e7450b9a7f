/** What a run measures, on disk: lines of JSON, every step's loss and norm, TensorBoard events. */
@NullMarked
package etude.trainer.metrics;

import org.jspecify.annotations.NullMarked;
