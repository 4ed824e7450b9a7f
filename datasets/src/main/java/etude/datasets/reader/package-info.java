/** Turns the file formats that data sets are published in into verified {@code Dataset}s. */
@NullMarked
package etude.datasets.reader;

import org.jspecify.annotations.NullMarked;
