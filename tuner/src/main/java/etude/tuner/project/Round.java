package etude.tuner.project;

import java.util.Optional;

/**
 * A round of experiments (playbook, "Choosing the goal for the next round of experiments"): a
 * folder with {@code study.yaml}, which people edit, {@code drafted.yaml}, which they do not, and
 * in the end {@code lesson.json}.
 *
 * @param folder its name, such as {@code 03-weight-decay}
 * @param goal as its study file has it; empty where that cannot be read
 * @param study the name that its study file gives the study; empty likewise
 * @param lesson once it has ended
 */
public record Round(String folder, String goal, String study, Optional<Lesson> lesson) {
    /** The step of the playbook: the folder's name without its numbers. */
    public String step() {
        return folder.replaceFirst("^\\d+-", "").replaceFirst("-\\d+$", "").replace('-', '_');
    }

    /** Its folder, below the project's. */
    public String path() {
        return "rounds/" + folder;
    }
}
