package etude.tuner.probe;

/** What is probed. */
public enum Mode {
    /** Training steps, each size with one evaluation batch beside it. */
    TRAINING("batch_size"),
    /** Forward passes of evaluation. */
    EVALUATION("evaluation.batch_size");

    private final String setting;

    Mode(String setting) {
        this.setting = setting;
    }

    /** The config key that the sizes are for. */
    public String setting() {
        return setting;
    }
}
