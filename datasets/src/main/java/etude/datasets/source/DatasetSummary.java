package etude.datasets.source;

import etude.datasets.Dataset;
import etude.datasets.ExampleSpec;
import etude.datasets.TableColumn;
import etude.datasets.encoding.Encoding;
import etude.datasets.split.FeatureStatistics;
import etude.datasets.split.Splits;
import etude.datasets.split.TargetScan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What {@code etude data inspect} tells of a data set.
 *
 * @param parts the splits in the order train, validation, test
 * @param statistics of the training split's features
 * @param columns what the columns of a table were taken for
 * @param warnings sentences for the user
 */
public record DatasetSummary(
        ExampleSpec spec,
        List<Part> parts,
        FeatureStatistics statistics,
        List<TableColumn> columns,
        List<String> warnings) {
    public DatasetSummary {
        parts = List.copyOf(parts);
        columns = List.copyOf(columns);
        warnings = List.copyOf(warnings);
    }

    /**
     * One split.
     *
     * @param examples its size
     * @param classCounts examples of each class or with each label, in the order of their names;
     *     empty where the target is neither
     * @param text what a text has of tokens; empty of all else
     */
    public record Part(
            String name, int examples, List<Integer> classCounts, Optional<TextCounts> text) {
        public Part {
            classCounts = List.copyOf(classCounts);
        }
    }

    /** Reads every example once, to count classes or tokens. */
    public static DatasetSummary of(Splits splits) {
        List<Part> parts = new ArrayList<>();
        if (splits.encoding() instanceof Encoding.Text text) {
            TextCounts.Training training =
                    TextCounts.Training.of(text.vocabulary(), splits.train());
            parts.add(part("train", splits.train(), training.counts()));
            parts.add(part("validation", splits.validation(), training.of(splits.validation())));
            splits.test().ifPresent(test -> parts.add(part("test", test, training.of(test))));
        } else {
            parts.add(part("train", splits.train()));
            parts.add(part("validation", splits.validation()));
            splits.test().ifPresent(test -> parts.add(part("test", test)));
        }
        return new DatasetSummary(
                splits.train().spec(),
                parts,
                splits.statistics(),
                splits.columns(),
                splits.warnings());
    }

    private static Part part(String name, Dataset examples, TextCounts counts) {
        return new Part(name, examples.size(), List.of(), Optional.of(counts));
    }

    private static Part part(String name, Dataset examples) {
        if (examples.spec().target().classes().isEmpty()) {
            return new Part(name, examples.size(), List.of(), Optional.empty());
        }
        long[] counts = TargetScan.counts(examples);
        return new Part(
                name,
                examples.size(),
                Arrays.stream(counts).mapToObj(Math::toIntExact).toList(),
                Optional.empty());
    }
}
