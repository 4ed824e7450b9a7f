/**
 * Files that survive crashes: replaced whole or not at all, with clear words when they cannot be.
 */
@NullMarked
package etude.trainer.files;

import org.jspecify.annotations.NullMarked;
