/** What the tests of all packages use. */
@NullMarked
package etude.trainer.testing;

import org.jspecify.annotations.NullMarked;
