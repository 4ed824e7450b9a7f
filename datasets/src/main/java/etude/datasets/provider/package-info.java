/**
 * What a user's jar may add to the data: how such a class is found by the name that a config gives
 * it.
 */
@NullMarked
package etude.datasets.provider;

import org.jspecify.annotations.NullMarked;
