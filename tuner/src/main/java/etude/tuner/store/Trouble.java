package etude.tuner.store;

import java.sql.SQLException;

/**
 * What is wrong with a store.
 *
 * @param passing whether it may be over soon, so that trying again makes sense
 * @param sentence for the user: what, where, what to do
 */
record Trouble(boolean passing, String sentence) {
    static Trouble passing(String sentence) {
        return new Trouble(true, sentence);
    }

    static Trouble lasting(String sentence) {
        return new Trouble(false, sentence);
    }

    /** What a driver says first, for a sentence. */
    static String firstLine(SQLException error) {
        return String.valueOf(error.getMessage()).lines().findFirst().orElse("no message");
    }
}
