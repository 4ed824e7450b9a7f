package etude.tuner.probe;

import java.nio.file.Path;
import java.util.List;

/**
 * What came of all batch sizes, for a person.
 *
 * @param table a header, and one row per size
 * @param sentences the most important first
 * @param page with the plots
 */
public record SizeReport(List<List<String>> table, List<String> sentences, Path page) {
    public SizeReport {
        table = table.stream().map(List::copyOf).toList();
        sentences = List.copyOf(sentences);
    }
}
