/**
 * Fixed-size records on disk: made once, checked on every open, and read through memory maps. What
 * a record holds is the business of whoever packs it.
 */
@NullMarked
package etude.datasets.cache;

import org.jspecify.annotations.NullMarked;
