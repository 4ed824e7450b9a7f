/**
 * The study file and everything that follows from it alone: hyperparameters and their roles, arms,
 * the settings of trial n, and the playbook's rules. Any process computes the same.
 */
@NullMarked
package etude.tuner.space;

import org.jspecify.annotations.NullMarked;
