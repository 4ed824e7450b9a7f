package etude.trainer.gpu;

/** The generation of a card, such as 9.0, which decides which compiled kernels run on it. */
public record ComputeCapability(int major, int minor) {
    /** A compiled kernel runs on its own generation and on later ones of the same major number. */
    boolean runs(ComputeCapability compiled) {
        return major == compiled.major && minor >= compiled.minor;
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
