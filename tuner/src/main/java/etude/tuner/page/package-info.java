/** One self-contained HTML page: findings, tables and charts, without a network. */
@NullMarked
package etude.tuner.page;

import org.jspecify.annotations.NullMarked;
