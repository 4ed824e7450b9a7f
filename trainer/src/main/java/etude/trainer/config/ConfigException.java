package etude.trainer.config;

import etude.datasets.EtudeException;
import java.util.List;

/** A config that cannot be used; the message lists every problem, one line each. Exit code 2. */
public class ConfigException extends EtudeException {
    private final List<String> problems;

    public ConfigException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence each, with its place. */
    public List<String> problems() {
        return problems;
    }
}
