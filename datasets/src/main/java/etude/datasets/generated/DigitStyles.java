package etude.datasets.generated;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The ways to write each digit, read from {@code strokes.txt}. */
final class DigitStyles {
    private static final int DIGITS = 10;

    private final List<List<List<Stroke>>> styles = new ArrayList<>();

    DigitStyles() {
        for (int digit = 0; digit < DIGITS; digit++) {
            styles.add(new ArrayList<>());
        }
        text().lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(line -> styles.get(line.charAt(0) - '0').add(strokes(line.substring(1))));
    }

    /** The styles of one digit; a style is its strokes in order. */
    List<List<Stroke>> of(int digit) {
        return styles.get(digit);
    }

    private static List<Stroke> strokes(String text) {
        List<Stroke> strokes = new ArrayList<>();
        for (String part : text.split(";", -1)) {
            String[] words = part.strip().split("[ ,]+", -1);
            double[] points = new double[words.length - 1];
            for (int number = 0; number < points.length; number++) {
                points[number] = Double.parseDouble(words[number + 1]);
            }
            strokes.add(new Stroke(points, words[0].equals("curve")));
        }
        return List.copyOf(strokes);
    }

    private static String text() {
        try (InputStream stream = DigitStyles.class.getResourceAsStream("strokes.txt")) {
            return new String(
                    Objects.requireNonNull(stream, "strokes.txt").readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
