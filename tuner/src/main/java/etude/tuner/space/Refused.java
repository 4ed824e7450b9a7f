package etude.tuner.space;

import etude.datasets.EtudeException;

/** A setting that cannot be what it is asked to be. */
final class Refused extends EtudeException {
    private final String path;
    private final String sentence;

    Refused(String path, String message) {
        super(path + ": " + message);
        sentence = message;
        this.path = path;
    }

    String path() {
        return path;
    }

    /** What is wrong, without the path. */
    String sentence() {
        return sentence;
    }
}
