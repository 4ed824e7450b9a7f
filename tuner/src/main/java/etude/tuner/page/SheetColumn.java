package etude.tuner.page;

/**
 * A column of a sheet.
 *
 * @param shown whether it is there until the reader chooses columns
 */
public record SheetColumn(Section.Column head, boolean shown) {
    /** One that is always worth its place. */
    public static SheetColumn shown(Section.Column head) {
        return new SheetColumn(head, true);
    }

    /** One for readers who ask for it. */
    public static SheetColumn hidden(Section.Column head) {
        return new SheetColumn(head, false);
    }
}
