/**
 * The runs of a workspace side by side: which there are, what each came to and takes of the disk,
 * how they differ, and how they go. What one run says is in {@code etude.trainer.run}.
 */
@NullMarked
package etude.tuner.runs;

import org.jspecify.annotations.NullMarked;
