package etude.tuner.project.rule;

import etude.tuner.project.ProjectState;
import java.util.List;
import java.util.Optional;

/** Studies that a person brought in (`etude project adopt-study`), whatever they ask. */
record BroughtIn() implements Question {
    static final String STEP = "brought_in";

    @Override
    public String step() {
        return STEP;
    }

    @Override
    public String title() {
        return "Studies that were brought in have a lesson";
    }

    @Override
    public String section() {
        return "The incremental tuning strategy";
    }

    @Override
    public Optional<String> pointless(ProjectState state) {
        return Optional.of("None was; `etude project adopt-study STUDY` brings one in.");
    }

    @Override
    public String why(ProjectState state) {
        return "";
    }

    @Override
    public Design design(ProjectState state) {
        return Design.of("", 2, Design.OF_ONE, List.of());
    }
}
