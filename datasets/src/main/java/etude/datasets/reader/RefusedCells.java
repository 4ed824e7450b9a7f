package etude.datasets.reader;

/**
 * What may not stand in a column.
 *
 * @param advice what a user may do where it does
 */
record RefusedCells(MissingTexts texts, String advice) {
    /** Anything may stand there. */
    static final RefusedCells NONE = new RefusedCells(MissingTexts.NONE, "");

    /** Missing values, and all that can be done is in the file. */
    static RefusedCells of(MissingTexts texts) {
        return new RefusedCells(texts, "fill it in or leave the row out");
    }
}
