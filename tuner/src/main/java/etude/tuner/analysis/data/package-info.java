/**
 * What the analysis reads: a study and its trials as plain records, filled from wherever they are
 * kept.
 */
@NullMarked
package etude.tuner.analysis.data;

import org.jspecify.annotations.NullMarked;
