/**
 * What a report says in its first three lines: the answer to the goal, the best settings, and what
 * to do next. It reads results and verdicts and decides nothing of its own but their order.
 */
@NullMarked
package etude.tuner.analysis.headline;

import org.jspecify.annotations.NullMarked;
