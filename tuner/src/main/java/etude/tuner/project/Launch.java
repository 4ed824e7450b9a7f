package etude.tuner.project;

import java.util.List;

/**
 * The adoption of a configuration (playbook, "The incremental tuning strategy").
 *
 * @param number from 1
 * @param step of the playbook that proposed it
 * @param source the run, probe, procedure or study that it rests on
 * @param changes {@code key=value} for each
 * @param evidence in sentences
 * @param time in ISO format, UTC
 */
public record Launch(
        int number,
        String step,
        String source,
        List<String> changes,
        String evidence,
        String time) {
    public Launch {
        changes = List.copyOf(changes);
    }

    /** Whether it is of the same change for the same reason. */
    boolean isOf(Adoption adoption) {
        return step.equals(adoption.step())
                && source.equals(adoption.source())
                && changes.equals(adoption.changes());
    }
}
