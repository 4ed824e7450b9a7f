/** How runs and studies show that they get on: bars on a terminal, plain lines elsewhere. */
@NullMarked
package etude.tuner.progress;

import org.jspecify.annotations.NullMarked;
