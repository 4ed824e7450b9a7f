/**
 * Which columns of a table a model should read, and as what: proposed from the table alone, with
 * the reason of each, for a person to decide.
 */
@NullMarked
package etude.datasets.proposal;

import org.jspecify.annotations.NullMarked;
