/** Learning rate schedules: pure functions of the step, nothing to save. */
@NullMarked
package etude.trainer.schedule;

import org.jspecify.annotations.NullMarked;
