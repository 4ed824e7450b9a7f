/**
 * The reports of a study and of a run: a page with verdicts and plots, and the same for programs.
 */
@NullMarked
package etude.tuner.report;

import org.jspecify.annotations.NullMarked;
