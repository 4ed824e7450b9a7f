package etude.tuner.probe;

/** What is probed; the names stand in files. */
public enum ProbeMode {
    /** Training steps, each size with one evaluation batch beside it. */
    TRAINING("batch_size", ""),
    /** Forward passes of evaluation. */
    EVALUATION("evaluation.batch_size", "-evaluation");

    private final String setting;
    private final String suffix;

    ProbeMode(String setting, String suffix) {
        this.setting = setting;
        this.suffix = suffix;
    }

    /** The config key that the sizes are for. */
    String setting() {
        return setting;
    }

    /** What follows the config's name in the name of the directory for results. */
    String suffix() {
        return suffix;
    }
}
