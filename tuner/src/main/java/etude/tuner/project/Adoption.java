package etude.tuner.project;

import java.util.List;

/**
 * A change of the incumbent that is to be made.
 *
 * @param step of the playbook that proposes it
 * @param source what it rests on
 * @param changes {@code key=value} for each
 * @param evidence in sentences
 */
public record Adoption(String step, String source, List<String> changes, String evidence) {
    public Adoption {
        changes = List.copyOf(changes);
    }
}
