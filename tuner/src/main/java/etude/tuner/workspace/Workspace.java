package etude.tuner.workspace;

import java.nio.file.Path;

/**
 * The folder that a user works in. Runs, studies and probes lie beside each other in it, and paths
 * that the user types start from it.
 */
public record Workspace(Path root) {
    /** The folder this process was started in; paths below it stay as short as they are typed. */
    public static Workspace current() {
        return new Workspace(Path.of(""));
    }

    /** The run directories, by name of the run. */
    public Path runs() {
        return root.resolve("runs");
    }

    /** The studies' directories, by name of the study. */
    public Path studies() {
        return root.resolve("studies");
    }

    /** The results of probes, by name of the config. */
    public Path probes() {
        return root.resolve("probes");
    }

    /** Trained models for other programs, by name of the run. */
    public Path exports() {
        return root.resolve("exports");
    }

    /** What procedures keep, by their names. */
    public Path procedures() {
        return root.resolve("procedures");
    }

    /** The folders of projects, by their names. */
    public Path projects() {
        return root.resolve("projects");
    }

    /** Reports that cannot lie beside what they are about, by its name. */
    public Path reports() {
        return root.resolve("reports");
    }

    /** A path as the user typed it. */
    public Path resolve(String typed) {
        return root.resolve(typed);
    }
}
