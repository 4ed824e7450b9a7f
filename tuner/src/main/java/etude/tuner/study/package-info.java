/** Studies at work: who runs their trials, and what happens when something dies. */
@NullMarked
package etude.tuner.study;

import org.jspecify.annotations.NullMarked;
