/**
 * Models as DJL blocks, found by name through {@link etude.trainer.model.ModelProvider}: one
 * provider for each model, the layers that they share, and the script that a whole model runs as.
 */
@NullMarked
package etude.trainer.model;

import org.jspecify.annotations.NullMarked;
