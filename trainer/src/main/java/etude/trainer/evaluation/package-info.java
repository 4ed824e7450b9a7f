/**
 * Further metrics of an evaluation, found by name: functions of what was right and what was
 * predicted.
 */
@NullMarked
package etude.trainer.evaluation;

import org.jspecify.annotations.NullMarked;
