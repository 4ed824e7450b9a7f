/** Where the results of all commands lie. */
@NullMarked
package etude.tuner.workspace;

import org.jspecify.annotations.NullMarked;
