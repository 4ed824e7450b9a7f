package etude.tuner.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.logging.LogManager;

/**
 * Sends warnings of the libraries to stderr, one line each. {@code java.util.logging} makes an
 * instance when the first library logs, so that commands that log nothing do not pay for it.
 */
public final class LoggingSetup {
    static final String PROPERTY = "java.util.logging.config.class";

    public LoggingSetup() throws IOException {
        try (InputStream in = LoggingSetup.class.getResourceAsStream("logging.properties")) {
            LogManager.getLogManager().readConfiguration(in);
        }
    }
}
