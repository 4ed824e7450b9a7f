package etude.tuner.project.rule;

import etude.tuner.project.ProjectState;
import etude.tuner.project.RoundStudy;
import etude.tuner.text.Numbers;
import java.util.List;

/** What is done with the study of a round. */
final class StudyCommands {
    private StudyCommands() {}

    /**
     * Runs it, or goes on with it.
     *
     * @param study its file or its directory
     */
    static Action run(ProjectState state, String study) {
        return new Action.Command(
                List.of(
                        "etude",
                        "study",
                        "run",
                        study,
                        "--workers",
                        Integer.toString(state.config().workers())));
    }

    /** Of trainings that say nothing of their settings. */
    static Draft failed(RoundStudy study) {
        return Draft.byHand(
                "%s of %s failed, which says nothing of their settings."
                        .formatted(
                                Numbers.count(study.failed() + study.failedReruns(), "training"),
                                study.directory()),
                "`etude study status %s` says why, `etude study retry %s` lets them be tried again."
                        .formatted(study.directory(), study.directory()));
    }
}
