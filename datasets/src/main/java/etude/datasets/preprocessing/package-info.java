/**
 * All that a trained model must know of its training data to be used without them. Tensors and
 * files are unknown here.
 */
@NullMarked
package etude.datasets.preprocessing;

import org.jspecify.annotations.NullMarked;
