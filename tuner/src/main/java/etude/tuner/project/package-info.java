/**
 * A project's folder of plain files, and what these and the runs, probes, procedures and studies of
 * the workspace say: the state that the rules of the playbook judge.
 */
@NullMarked
package etude.tuner.project;

import org.jspecify.annotations.NullMarked;
