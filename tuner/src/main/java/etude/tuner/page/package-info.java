/**
 * One self-contained HTML page: findings, tables, charts and pictures, without a network. It lays
 * out what it is handed and knows neither runs nor studies.
 */
@NullMarked
package etude.tuner.page;

import org.jspecify.annotations.NullMarked;
