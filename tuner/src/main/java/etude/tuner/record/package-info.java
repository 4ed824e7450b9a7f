/**
 * What became of a study: its trials with all that store and run directories know of them, as the
 * records that verdicts, plots, tables and exports share. Whoever wants something of a trial adds
 * it here once.
 */
@NullMarked
package etude.tuner.record;

import org.jspecify.annotations.NullMarked;
