/** The well-known data sets, where they can be had, and how they are fetched and verified. */
@NullMarked
package etude.datasets.catalogue;

import org.jspecify.annotations.NullMarked;
