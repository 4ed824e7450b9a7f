/**
 * The reports of a study and of a run: records and analysis become a page and JSON for programs;
 * and the index of all studies. Which numbers a plot shows and how a verdict falls is decided in
 * {@code analysis}.
 */
@NullMarked
package etude.tuner.report;

import org.jspecify.annotations.NullMarked;
