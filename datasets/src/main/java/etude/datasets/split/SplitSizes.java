package etude.datasets.split;

/** How many examples each split is to have; and the numbers of the splits, in that order. */
record SplitSizes(int test, int validation, int train) {
    static final byte TEST = 0;
    static final byte VALIDATION = 1;
    static final byte TRAIN = 2;

    int[] array() {
        return new int[] {test, validation, train};
    }
}
