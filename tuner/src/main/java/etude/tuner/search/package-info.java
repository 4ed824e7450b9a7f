/**
 * Which point a study tries next, where that follows from its results: from trials and search
 * spaces to the models of {@code etude.tuner.surrogate} and back. A suggestion is a function of the
 * study and of what is known of its trials.
 */
@NullMarked
package etude.tuner.search;

import org.jspecify.annotations.NullMarked;
