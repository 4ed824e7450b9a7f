/** The {@code etude} command: parses, calls, prints, and turns outcomes into exit codes. */
@NullMarked
package etude.tuner.cli;

import org.jspecify.annotations.NullMarked;
