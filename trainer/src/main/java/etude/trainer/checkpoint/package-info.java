/** Checkpoints: what they hold, how they reach the disk, and which of them are kept. */
@NullMarked
package etude.trainer.checkpoint;

import org.jspecify.annotations.NullMarked;
