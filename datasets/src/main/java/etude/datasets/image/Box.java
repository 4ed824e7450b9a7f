package etude.datasets.image;

/** A part of a picture, in its pixels, which may be parts of them. */
public record Box(double top, double left, double height, double width) {
    /** All of a picture. */
    public static Box all(Picture picture) {
        return new Box(0, 0, picture.height(), picture.width());
    }
}
