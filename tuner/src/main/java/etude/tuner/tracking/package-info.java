/**
 * What is told of studies in tables and files: the plan before, the status on the way, the export
 * afterwards, and the tracking table of all of them.
 */
@NullMarked
package etude.tuner.tracking;

import org.jspecify.annotations.NullMarked;
