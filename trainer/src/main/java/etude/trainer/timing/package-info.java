/** How long a real step takes at one batch size, and what memory it needs. */
@NullMarked
package etude.trainer.timing;

import org.jspecify.annotations.NullMarked;
