/**
 * What stands between the loop and the engine: kernels from text, the flat parameter vector,
 * devices, memory, precision and seeds.
 */
@NullMarked
package etude.trainer.engine;

import org.jspecify.annotations.NullMarked;
