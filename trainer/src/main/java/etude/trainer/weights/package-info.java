/**
 * Where the weights of a model come from when they are not drawn: files, names that other projects
 * give them, and what fits where.
 */
@NullMarked
package etude.trainer.weights;

import org.jspecify.annotations.NullMarked;
