package etude.tuner.procedure;

import etude.tuner.page.Section;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a procedure found. */
public interface Result {
    /** What it means, with its evidence: the first sentence is the answer. */
    List<String> sentences();

    /** The change of the config that it proposes; empty where it proposes none. */
    default Patch patch() {
        return Patch.none();
    }

    /** The config that the change is for; empty for that which the procedure began from. */
    default Optional<Path> config() {
        return Optional.empty();
    }

    /** Whether it is an answer; otherwise the sentences say why there is none. */
    default boolean isAnswer() {
        return true;
    }

    /** For programs. */
    Map<String, Object> json();

    /** What the page shows below the sentences. */
    default List<Section> sections() {
        return List.of();
    }
}
