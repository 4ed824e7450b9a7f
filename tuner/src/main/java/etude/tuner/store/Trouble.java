package etude.tuner.store;

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
}
