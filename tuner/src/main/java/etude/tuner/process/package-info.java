/** Further JVMs like this one: how they are started, limited and ended. */
@NullMarked
package etude.tuner.process;

import org.jspecify.annotations.NullMarked;
