/** How often each verdict is wrong, measured on made-up studies whose truth is known. */
@NullMarked
package etude.tuner.analysis.calibration;

import org.jspecify.annotations.NullMarked;
