/** The training config: immutable records, read from YAML with every problem reported at once. */
@NullMarked
package etude.trainer.config;

import org.jspecify.annotations.NullMarked;
