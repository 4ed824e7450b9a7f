package etude.tuner.dataset;

import etude.datasets.Features;
import etude.datasets.Target;
import etude.datasets.source.DatasetSummary;
import etude.datasets.source.DatasetSummary.Part;
import etude.tuner.text.MetricLine;
import etude.tuner.text.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A data set in words and tables. */
public record DatasetDescription(DatasetSummary summary) {
    /** Beyond this many columns, a table of their statistics helps nobody. */
    private static final int MOST_COLUMNS = 64;

    /** For people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Input:   " + features(summary.spec().features()));
        lines.add("Target:  " + target(summary.spec().target()));
        lines.add("");
        lines.addAll(examples());
        lines.addAll(statistics());
        summary.warnings().forEach(warning -> lines.add("\n" + warning));
        return lines;
    }

    private static String features(Features features) {
        if (features instanceof Features.Image image) {
            return "images of %d x %d pixels, %d channel%s"
                    .formatted(
                            image.height(),
                            image.width(),
                            image.channels(),
                            image.channels() == 1 ? "" : "s");
        }
        if (features instanceof Features.Vector vector) {
            return "vectors of %d numbers".formatted(vector.length());
        }
        Features.Tokens tokens = (Features.Tokens) features;
        return "windows of %d tokens out of %d".formatted(tokens.length(), tokens.vocabularySize());
    }

    private static String target(Target target) {
        if (target instanceof Target.Classes classes) {
            return "one of %d classes".formatted(classes.names().size());
        }
        return target instanceof Target.Value ? "a number" : "the next token at every position";
    }

    /** Examples per split, and per class and split. */
    private List<String> examples() {
        Table table = new Table();
        table.row(cells("", Part::name));
        table.row(cells("examples", part -> Integer.toString(part.examples())));
        if (summary.spec().target() instanceof Target.Classes classes) {
            for (int c = 0; c < classes.names().size(); c++) {
                int index = c;
                table.row(
                        cells(
                                "  class " + classes.names().get(c),
                                part -> Integer.toString(part.classCounts().get(index))));
            }
        }
        return table.lines();
    }

    private String[] cells(String first, Function<Part, String> cell) {
        List<String> cells = new ArrayList<>(List.of(first));
        summary.parts().forEach(part -> cells.add(cell.apply(part)));
        return cells.toArray(String[]::new);
    }

    private List<String> statistics() {
        float[] mean = summary.statistics().mean();
        float[] deviation = summary.statistics().deviation();
        if (mean.length == 0 || mean.length > MOST_COLUMNS) {
            return List.of();
        }
        Table table = new Table();
        String what = summary.spec().features() instanceof Features.Image ? "channel" : "column";
        table.row(what, "mean", "standard deviation");
        for (int c = 0; c < mean.length; c++) {
            table.row(
                    Integer.toString(c),
                    MetricLine.number(mean[c]),
                    MetricLine.number(deviation[c]));
        }
        List<String> lines = new ArrayList<>(List.of(""));
        lines.addAll(table.lines());
        return lines;
    }
}
