/** Models as DJL blocks, found by name through {@link etude.trainer.model.ModelProvider}. */
@NullMarked
package etude.trainer.model;

import org.jspecify.annotations.NullMarked;
