/**
 * The study file and what follows from it alone: hyperparameters and their roles, arms, the trials
 * with their settings, and the playbook's rules. A trial is made here once and stored; what becomes
 * of it is not known here.
 */
@NullMarked
package etude.tuner.space;

import org.jspecify.annotations.NullMarked;
