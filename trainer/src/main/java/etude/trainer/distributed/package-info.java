/**
 * Several processes, ranks, that train one model together: what they tell each other, how they add
 * their gradients, and what happens when one of them is lost. The transport is MPI, see {@code
 * docs/many-machines.md}.
 */
@NullMarked
package etude.trainer.distributed;

import org.jspecify.annotations.NullMarked;
