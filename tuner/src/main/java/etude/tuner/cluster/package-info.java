/**
 * Workers on other machines: the scripts that Slurm or ssh start, what became of them, and how they
 * are stopped. What a worker does is not known here.
 */
@NullMarked
package etude.tuner.cluster;

import org.jspecify.annotations.NullMarked;
