/** Reads the tokenizers of Hugging Face's library, by DJL. */
@NullMarked
package etude.trainer.tokenizer;

import org.jspecify.annotations.NullMarked;
