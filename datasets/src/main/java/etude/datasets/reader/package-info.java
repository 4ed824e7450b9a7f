/**
 * Turns the file formats that data sets are published in into verified {@code Dataset}s: what is
 * damaged or odd is named with its place. Which file is read for which config is decided in {@code
 * source}.
 */
@NullMarked
package etude.datasets.reader;

import org.jspecify.annotations.NullMarked;
