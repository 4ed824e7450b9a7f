/** Whether a device computes rightly, and how fast. */
@NullMarked
package etude.trainer.check;

import org.jspecify.annotations.NullMarked;
