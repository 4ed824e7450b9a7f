/** Formulas on plain numbers, each with its source, that know nothing of studies. */
@NullMarked
package etude.tuner.analysis.statistics;

import org.jspecify.annotations.NullMarked;
