/**
 * What a user's jar may add to training besides models and metrics: how such a class looks, and how
 * it is found by the name that a config gives it.
 */
@NullMarked
package etude.trainer.provider;

import org.jspecify.annotations.NullMarked;
