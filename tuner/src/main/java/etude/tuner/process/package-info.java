/**
 * Further JVMs like this one: how they are started, limited and ended. What they do is not known
 * here.
 */
@NullMarked
package etude.tuner.process;

import org.jspecify.annotations.NullMarked;
