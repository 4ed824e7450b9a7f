/**
 * What a trained model says of examples that it was not trained on, and texts that it goes on with.
 */
@NullMarked
package etude.trainer.predict;

import org.jspecify.annotations.NullMarked;
