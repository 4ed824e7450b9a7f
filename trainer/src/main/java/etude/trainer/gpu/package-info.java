/**
 * NVIDIA's cards and PyTorch's libraries for them, found before the engine loads: what the driver
 * says, and which libtorch this process takes.
 */
@NullMarked
package etude.trainer.gpu;

import org.jspecify.annotations.NullMarked;
