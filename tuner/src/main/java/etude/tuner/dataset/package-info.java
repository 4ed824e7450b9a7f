/** Data sets as a user names them and reads about them. */
@NullMarked
package etude.tuner.dataset;

import org.jspecify.annotations.NullMarked;
