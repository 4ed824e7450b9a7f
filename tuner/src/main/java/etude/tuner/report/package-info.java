/** The report of a study: one page with verdicts, plots and trials, and the same for programs. */
@NullMarked
package etude.tuner.report;

import org.jspecify.annotations.NullMarked;
