package etude.tuner.project.rule;

import etude.tuner.project.Adoption;
import etude.tuner.project.Lesson;
import java.util.List;
import java.util.Optional;

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

    /**
     * A round has ended, or several of one question.
     *
     * @param adoption where the incumbent changes
     */
    record Conclude(List<Lesson> lessons, Optional<Adoption> adoption) implements Action {
        public Conclude {
            lessons = List.copyOf(lessons);
        }
    }

    /** Something that only a person can do. */
    record ByHand(String sentence) implements Action {}
}
