/** Whether this machine can train: what is looked at, and what is to be done. */
@NullMarked
package etude.tuner.doctor;

import org.jspecify.annotations.NullMarked;
