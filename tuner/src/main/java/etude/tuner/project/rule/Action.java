package etude.tuner.project.rule;

import etude.tuner.project.Adoption;
import java.util.List;

/** What is to be done. */
public sealed interface Action {
    /**
     * A command.
     *
     * @param words with {@code etude} first
     */
    record Command(List<String> words) implements Action {
        public Command {
            words = List.copyOf(words);
        }
    }

    /** A launch: the incumbent changes. */
    record Adopt(Adoption adoption) implements Action {}

    /** Something that only a person can do. */
    record ByHand(String sentence) implements Action {}
}
