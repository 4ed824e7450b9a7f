/** Where the results of all commands lie: the one place that knows the folders' names. */
@NullMarked
package etude.tuner.workspace;

import org.jspecify.annotations.NullMarked;
