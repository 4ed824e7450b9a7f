/**
 * Files that survive crashes: replaced whole or not at all, with clear words when they cannot be;
 * and JSON, written in one way and read with the place of what is wrong.
 */
@NullMarked
package etude.trainer.files;

import org.jspecify.annotations.NullMarked;
