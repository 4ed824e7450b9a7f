/**
 * Trained models for other programs: folders with weights or a whole module, and what says how to
 * call it.
 */
@NullMarked
package etude.trainer.export;

import org.jspecify.annotations.NullMarked;
