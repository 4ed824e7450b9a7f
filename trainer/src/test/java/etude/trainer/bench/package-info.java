/** Contestants of {@code scripts/bench/throughput}, which compares training speed side by side. */
@NullMarked
package etude.trainer.bench;

import org.jspecify.annotations.NullMarked;
