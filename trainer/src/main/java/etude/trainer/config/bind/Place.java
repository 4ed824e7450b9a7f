package etude.trainer.config.bind;

/**
 * Where a piece of config was written.
 *
 * @param source a file, or an option such as {@code --set optimizer.name}
 * @param line from 1; 0 where the source has no lines
 */
public record Place(String source, int line) {
    /** Of what a program wrote. */
    public static final Place NOWHERE = new Place("");

    public Place(String source) {
        this(source, 0);
    }

    @Override
    public String toString() {
        return line > 0 ? source + ":" + line : source;
    }
}
