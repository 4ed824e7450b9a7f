/**
 * Update rules: one native call per step over the flat parameter vector. A rule is a text beside
 * the classes.
 */
@NullMarked
package etude.trainer.optimizer;

import org.jspecify.annotations.NullMarked;
