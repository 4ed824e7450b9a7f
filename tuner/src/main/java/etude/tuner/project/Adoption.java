package etude.tuner.project;

import java.util.List;
import java.util.Optional;

/**
 * A change of the incumbent that is to be made.
 *
 * @param step of the playbook that proposes it
 * @param source what it rests on
 * @param changes {@code key=value} for each
 * @param evidence in sentences
 * @param result what the changed configuration reached, where that was measured
 * @param effort of the trainings that it rests on
 */
public record Adoption(
        String step,
        String source,
        List<String> changes,
        String evidence,
        Optional<Measured> result,
        Effort effort) {
    public Adoption {
        changes = List.copyOf(changes);
    }

    /** One that rests on no study. */
    public static Adoption of(String step, String source, List<String> changes, String evidence) {
        return new Adoption(step, source, changes, evidence, Optional.empty(), Effort.none());
    }
}
