/**
 * From the {@code dataset} part of a config to opened splits: finds the files, picks the reader,
 * and lets the examples be divided.
 */
@NullMarked
package etude.datasets.source;

import org.jspecify.annotations.NullMarked;
