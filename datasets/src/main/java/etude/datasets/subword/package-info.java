/** Subwords: byte pairs learnt from a text, and the tokenizers of others. */
@NullMarked
package etude.datasets.subword;

import org.jspecify.annotations.NullMarked;
