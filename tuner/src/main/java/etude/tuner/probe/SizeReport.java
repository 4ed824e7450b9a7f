package etude.tuner.probe;

import etude.tuner.text.Table;
import java.nio.file.Path;
import java.util.List;

/**
 * What came of all batch sizes, for a person.
 *
 * @param table one row per size
 * @param sentences the most important first
 * @param page with the plots
 * @param data everything as CSV
 */
public record SizeReport(Table table, List<String> sentences, Path page, Path data) {
    public SizeReport {
        sentences = List.copyOf(sentences);
    }
}
