package etude.tuner.store;

import java.time.Duration;

/**
 * How long a busy or unreachable store is tried again.
 *
 * @param opening at the first connection, when a mistake of the user is as likely as an outage
 * @param working later on, when the store has been there before
 */
record Patience(Duration opening, Duration working) {
    static final Patience USUAL = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(60));
}
