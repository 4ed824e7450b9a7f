/**
 * The training config: immutable records, read from YAML with every problem reported at once, and
 * how its durations become steps.
 */
@NullMarked
package etude.trainer.config;

import org.jspecify.annotations.NullMarked;
