/** One run from config to summary, and what it tells the outside. */
@NullMarked
package etude.trainer.run;

import org.jspecify.annotations.NullMarked;
