/**
 * Which batch sizes fit, how fast each is, and which to use: the playbook's "Determining the
 * feasible batch sizes and estimating training throughput".
 */
@NullMarked
package etude.tuner.probe;

import org.jspecify.annotations.NullMarked;
