/**
 * Studies at work: how one is begun and opened, who runs its trials, and what happens when
 * something dies.
 */
@NullMarked
package etude.tuner.study;

import org.jspecify.annotations.NullMarked;
