package etude.tuner.procedure;

import etude.tuner.record.StudyRecord;
import java.util.List;
import java.util.Optional;

/**
 * One procedure of the playbook for one config. Nothing here runs anything, and the same inputs
 * give the same answers, so that whoever runs the studies can stop and go on at any time: {@link
 * #next} after each study that has finished, from none, until it has none; then {@link #read}.
 */
public interface Procedure extends Plan {
    /** How many further studies there can be, at most, after the first. */
    int mostFurther();

    /** Updates of everything that it can come to. */
    long mostSteps();

    /** The study that comes after those that have finished; empty where none does. */
    Optional<PlannedStudy> next(List<StudyRecord> finished);

    /** What all of them say. */
    Result read(List<StudyRecord> finished);
}
