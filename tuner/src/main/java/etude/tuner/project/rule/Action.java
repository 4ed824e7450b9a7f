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
     * @param procedure its name, where it is one
     */
    record Command(List<String> words, Optional<String> procedure) implements Action {
        public Command {
            words = List.copyOf(words);
        }

        /** Of no procedure. */
        Command(List<String> words) {
            this(words, Optional.empty());
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
