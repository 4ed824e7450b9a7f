/**
 * How quantities, measurements, tables and commands are written for people, in the terminal and on
 * pages alike.
 */
@NullMarked
package etude.tuner.text;

import org.jspecify.annotations.NullMarked;
