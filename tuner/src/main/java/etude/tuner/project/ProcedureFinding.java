package etude.tuner.project;

import java.util.List;

/**
 * What a procedure of the playbook said.
 *
 * @param name of its folder below {@code procedures/}
 * @param ended whether it has a result
 * @param result in a word, as {@code result.json} has it
 * @param changes that it proposes, {@code key=value} each
 * @param sentence the answer
 * @param best what the best of its studies reached, where it has any
 */
public record ProcedureFinding(
        String name,
        boolean ended,
        String result,
        List<String> changes,
        String sentence,
        List<Contestant> best) {
    public ProcedureFinding {
        changes = List.copyOf(changes);
        best = List.copyOf(best);
    }

    /** Its folder, as sentences name it. */
    public String folder() {
        return "procedures/" + name;
    }
}
