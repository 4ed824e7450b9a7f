/** The numbers behind each plot of a report, so that a page only draws. */
@NullMarked
package etude.tuner.analysis.plot;

import org.jspecify.annotations.NullMarked;
