/** The notebook of a project: one page on where it stands, what led there and what comes next. */
@NullMarked
package etude.tuner.notebook;

import org.jspecify.annotations.NullMarked;
