/**
 * One run from config to summary: its directory, lock, attempts, signals and results, and its
 * record for whoever reads it later. Facts, summary and attempts are each written and read by one
 * class.
 */
@NullMarked
package etude.trainer.run;

import org.jspecify.annotations.NullMarked;
