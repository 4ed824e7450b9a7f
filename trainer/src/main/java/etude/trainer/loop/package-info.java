/**
 * The training loop and what it calls: the update, the network and its loss, evaluation, and the
 * state that a checkpoint holds. It hands its results to a {@code Recorder} and knows no run
 * directory.
 */
@NullMarked
package etude.trainer.loop;

import org.jspecify.annotations.NullMarked;
