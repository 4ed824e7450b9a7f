package etude.datasets.proposal;

/** What a column of a table was found to be. */
public enum ColumnFinding {
    NUMBER,
    CATEGORY,
    DATE,
    /** It names rows: another row has another value. */
    IDENTIFIER,
    /** Sentences, of which hardly two are the same. */
    FREE_TEXT,
    /** All values are the same. */
    CONSTANT,
    /** Hardly a row has a value. */
    MOSTLY_MISSING,
    /** Alone it decides the target. */
    LEAK,
    /** More categories than can be inputs. */
    TOO_MANY_CATEGORIES
}
