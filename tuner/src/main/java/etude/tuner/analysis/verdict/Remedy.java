package etude.tuner.analysis.verdict;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What to do about an answer.
 *
 * @param text what, in sentences
 * @param command that does it, as a shell takes it; empty where no one command does
 * @param trainings how many runs of the study's length the command trains, where that is known
 */
public record Remedy(String text, Optional<String> command, OptionalInt trainings) {
    /** Something for which there is no one command. */
    public static Remedy of(String text) {
        return new Remedy(text, Optional.empty(), OptionalInt.empty());
    }

    /** Something that one command does. */
    public static Remedy of(String text, String command, int trainings) {
        return new Remedy(text, Optional.of(command), OptionalInt.of(trainings));
    }

    /** The same after something that no command does; nothing where that is empty. */
    Remedy after(String first) {
        return first.isEmpty() ? this : of(first + " " + text);
    }
}
