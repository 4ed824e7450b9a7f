package etude.tuner.space;

import etude.trainer.config.ConfigException;
import java.util.List;

/** A setting that cannot be what it is asked to be. */
final class Refused extends ConfigException {
    private final String path;
    private final String sentence;

    Refused(String path, String message) {
        super(List.of(path + ": " + message));
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
