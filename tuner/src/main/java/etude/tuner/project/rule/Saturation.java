package etude.tuner.project.rule;

import etude.tuner.project.Lesson;
import etude.tuner.project.ProjectState;
import java.util.List;

/**
 * Whether exploration is over: the last two rounds that compared a change taught nothing beyond
 * noise and margin (playbook, "Exploration vs exploitation": recognize when improvements have
 * likely saturated).
 */
final class Saturation {
    private static final int ROUNDS = 2;

    private Saturation() {}

    static boolean isReached(ProjectState state) {
        List<Lesson> last = last(state);
        return last.size() == ROUNDS && last.stream().noneMatch(Lesson::taught);
    }

    static String sentence(ProjectState state) {
        return "Exploration has ended: the last two rounds (%s and %s) taught nothing beyond noise and margin, and nothing that was seen presses."
                .formatted(last(state).get(0).round(), last(state).get(1).round());
    }

    private static List<Lesson> last(ProjectState state) {
        List<Lesson> compared =
                state.lessonsOfThisBatchSize().stream()
                        .filter(lesson -> lesson.effect().isPresent())
                        .toList();
        return compared.subList(Math.max(0, compared.size() - ROUNDS), compared.size());
    }
}
