/**
 * Random changes to training images, pure functions of the seed and of where in the run an example
 * or a batch stands. One class for each operation; {@code Augmenter} applies those that a config
 * asks for.
 */
@NullMarked
package etude.datasets.augment;

import org.jspecify.annotations.NullMarked;
