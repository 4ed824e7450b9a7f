/**
 * Checkpoints: what they hold, how they reach the disk, and which of them are kept. Tensors are
 * named bytes here; which vectors they come from is known to {@code loop}.
 */
@NullMarked
package etude.trainer.checkpoint;

import org.jspecify.annotations.NullMarked;
