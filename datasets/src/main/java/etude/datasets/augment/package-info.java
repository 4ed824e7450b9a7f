/** Random changes to training images, each a pure function of the seed and the example. */
@NullMarked
package etude.datasets.augment;

import org.jspecify.annotations.NullMarked;
