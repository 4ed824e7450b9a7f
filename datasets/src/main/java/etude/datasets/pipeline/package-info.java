/**
 * Which example is number i of a run, and the worker threads that turn examples into batches ahead
 * of the loop.
 */
@NullMarked
package etude.datasets.pipeline;

import org.jspecify.annotations.NullMarked;
