/**
 * The {@code etude} command: parses, calls, prints, and turns outcomes into exit codes. One class
 * for each command, and what several of them share; what they print is made elsewhere.
 */
@NullMarked
package etude.tuner.cli;

import org.jspecify.annotations.NullMarked;
