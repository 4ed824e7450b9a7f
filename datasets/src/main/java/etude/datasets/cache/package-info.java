/**
 * Fixed-size records on disk: decoded once, checked on every open, and read through memory maps.
 */
@NullMarked
package etude.datasets.cache;

import org.jspecify.annotations.NullMarked;
