package etude.datasets.reader;

import etude.datasets.EtudeException;
import etude.datasets.Nearest;
import etude.datasets.Quoted;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads which labels of a row hold, from columns of 0 and 1 or from one column that names them. */
sealed interface LabelCells {
    /**
     * Writes 1 for each label that holds, and else 0.
     *
     * @return what is wrong with a cell, if one is
     */
    Optional<EtudeException> read(CsvRow row, float[] labels);

    /** The labels that a cell names; none where it is empty. */
    static Stream<String> split(String cell, String separator) {
        return Pattern.compile(separator, Pattern.LITERAL)
                .splitAsStream(cell)
                .map(String::strip)
                .filter(label -> !label.isEmpty());
    }

    /** A column for each label. */
    record Columns(CsvLines lines, List<String> names, int[] places) implements LabelCells {
        @Override
        public Optional<EtudeException> read(CsvRow row, float[] labels) {
            for (int i = 0; i < places.length; i++) {
                double number = row.number(places[i]);
                if (number != 0 && number != 1) {
                    return Optional.of(
                            lines.wrong(
                                    row.line(),
                                    "0 or 1 for the label " + Quoted.of(names.get(i)),
                                    Quoted.of(row.text(places[i]))));
                }
                labels[i] = (float) number;
            }
            return Optional.empty();
        }
    }

    /** A column that names them. */
    final class Joined implements LabelCells {
        private final CsvLines lines;
        private final String column;
        private final int place;
        private final String separator;
        private final Map<String, Integer> numbers = new HashMap<>();

        Joined(CsvLines lines, String column, int place, String separator, List<String> names) {
            this.lines = lines;
            this.column = column;
            this.place = place;
            this.separator = separator;
            names.forEach(name -> numbers.put(name, numbers.size()));
        }

        @Override
        public Optional<EtudeException> read(CsvRow row, float[] labels) {
            Arrays.fill(labels, 0);
            for (String label : split(row.text(place), separator).toList()) {
                Integer number = numbers.get(label);
                if (number == null) {
                    return Optional.of(
                            lines.wrong(
                                    row.line(),
                                    "labels of %s that the training file has"
                                            .formatted(Quoted.of(column)),
                                    Quoted.of(label) + hint(label)));
                }
                labels[number] = 1;
            }
            return Optional.empty();
        }

        private String hint(String label) {
            return Nearest.to(label, numbers.keySet())
                    .map(Quoted::of)
                    .map("; did you mean %s?"::formatted)
                    .orElseGet(() -> "; it has " + Quoted.list(new TreeSet<>(numbers.keySet())));
        }
    }
}
