package etude.datasets;

/** A config that asks of the data what they have not; exit code 2, as other mistakes in it. */
public class UnfitConfigException extends EtudeException {
    public UnfitConfigException(String message) {
        super(message);
    }
}
