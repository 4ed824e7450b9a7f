/** The training loop and what it calls: the network, its loss, and evaluation. */
@NullMarked
package etude.trainer.loop;

import org.jspecify.annotations.NullMarked;
