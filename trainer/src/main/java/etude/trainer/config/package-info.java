/**
 * The training config: immutable records, read from YAML with every problem reported at once, and
 * what follows from them alone, such as durations in steps.
 */
@NullMarked
package etude.trainer.config;

import org.jspecify.annotations.NullMarked;
