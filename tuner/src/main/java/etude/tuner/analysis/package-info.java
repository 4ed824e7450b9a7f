/** What a study or a run says: every number and sentence of a report, without files or HTML. */
@NullMarked
package etude.tuner.analysis;

import org.jspecify.annotations.NullMarked;
