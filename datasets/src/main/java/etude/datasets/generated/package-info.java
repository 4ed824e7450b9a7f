/** Draws handwritten-like digits by a procedure, so that a fresh machine has real work to do. */
@NullMarked
package etude.datasets.generated;

import org.jspecify.annotations.NullMarked;
