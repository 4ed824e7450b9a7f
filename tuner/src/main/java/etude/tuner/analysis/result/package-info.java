/**
 * What each trial is worth and which are feasible, decided once, so that plots and verdicts agree
 * on it.
 */
@NullMarked
package etude.tuner.analysis.result;

import org.jspecify.annotations.NullMarked;
