/**
 * How a cell, a picture or a text becomes the numbers of a batch: what a model must be told of its
 * training data to read other examples in the same way.
 */
@NullMarked
package etude.datasets.encoding;

import org.jspecify.annotations.NullMarked;
