/** Update rules: one native call per step over the flat parameter vector. */
@NullMarked
package etude.trainer.optimizer;

import org.jspecify.annotations.NullMarked;
