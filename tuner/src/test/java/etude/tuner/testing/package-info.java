/** What the tests of all packages use. */
@NullMarked
package etude.tuner.testing;

import org.jspecify.annotations.NullMarked;
