/**
 * Files that survive crashes: replaced whole or not at all, with clear words when they cannot be;
 * and JSON as all of our files have it.
 */
@NullMarked
package etude.trainer.files;

import org.jspecify.annotations.NullMarked;
