/**
 * The numbers behind each plot of a report, so that a page only draws: one class for each plot, and
 * the ids by which verdicts name them.
 */
@NullMarked
package etude.tuner.analysis.plot;

import org.jspecify.annotations.NullMarked;
