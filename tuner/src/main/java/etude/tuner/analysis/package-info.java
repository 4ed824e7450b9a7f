/**
 * What a study or a run says: every number and sentence of a report, from a {@code StudyRecord} and
 * without files or HTML. {@code Analysis} is the way in; the parts are packages below.
 */
@NullMarked
package etude.tuner.analysis;

import org.jspecify.annotations.NullMarked;
