/**
 * What a chart shows, as plain records: drawn by a page, kept as a table and as CSV. Nothing here
 * knows where the numbers come from.
 */
@NullMarked
package etude.tuner.chart;

import org.jspecify.annotations.NullMarked;
