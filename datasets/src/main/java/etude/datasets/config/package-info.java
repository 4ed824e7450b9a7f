/**
 * The {@code dataset} part of a training config, and the annotations by which every config record
 * describes itself. Records and annotations only: nothing here opens a file.
 */
@NullMarked
package etude.datasets.config;

import org.jspecify.annotations.NullMarked;
