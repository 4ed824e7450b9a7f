package etude.tuner.cli;

import etude.datasets.Target;
import etude.trainer.predict.NewPrediction;
import etude.tuner.text.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Predictions as rows: for programs with every number as it is, for people as a table.
 *
 * @param target what is predicted
 * @param top how many classes are named of each example
 */
record PredictionRows(Target target, int top) {
    private static final String PROBLEM = "problem";

    private boolean value() {
        return target instanceof Target.Value;
    }

    private int classes() {
        return Math.min(top, target.classes().size());
    }

    /** Names of the columns of a file, which depend on the model and {@code top} alone. */
    List<String> head() {
        List<String> head = new ArrayList<>(List.of("example"));
        if (value()) {
            head.addAll(List.of("value", "target"));
        } else if (target instanceof Target.Labels labels) {
            head.add("predicted");
            labels.names().forEach(name -> head.add("probability of " + name));
            head.add("labels");
        } else {
            head.addAll(List.of("predicted", "probability"));
            for (int rank = 2; rank <= classes(); rank++) {
                head.add("predicted_" + rank);
                head.add("probability_" + rank);
            }
            head.add("label");
        }
        head.add(PROBLEM);
        return head;
    }

    /** One row of a file; a cell of which nothing is known is empty. */
    List<Object> cells(NewPrediction prediction) {
        List<Object> cells = new ArrayList<>(List.of(prediction.example()));
        if (prediction instanceof NewPrediction.OfClass classes) {
            for (NewPrediction.Ranked ranked : classes.ranked()) {
                cells.add(ranked.name());
                cells.add(ranked.probability());
            }
            cells.add(classes.truth().orElse(""));
        } else if (prediction instanceof NewPrediction.OfLabels labels) {
            cells.add(String.join("|", labels.held()));
            labels.labels().forEach(label -> cells.add(label.probability()));
            cells.add(labels.truth().orElse(""));
        } else if (prediction instanceof NewPrediction.OfValue number) {
            cells.add(number.value());
            cells.add(number.truth().orElse(""));
        } else {
            while (cells.size() < head().size() - 1) {
                cells.add("");
            }
            cells.add(((NewPrediction.Unreadable) prediction).problem());
            return cells;
        }
        cells.add("");
        return cells;
    }

    /** A table on a terminal. */
    Table table(List<NewPrediction> predictions) {
        Table.Column example = Table.Column.of("EXAMPLE").cutTo(36);
        Table.Column truth = Table.Column.of(value() ? "TARGET" : "LABEL").rank(2);
        Table.Column problem = Table.Column.of("PROBLEM").rank(1).flowingIn(24);
        Table table =
                value()
                        ? new Table(List.of(example, Table.Column.of("VALUE"), truth, problem))
                        : new Table(
                                List.of(
                                        example,
                                        Table.Column.of("PREDICTED"),
                                        Table.Column.of("PROBABILITY"),
                                        Table.Column.of("NEXT").rank(3),
                                        truth,
                                        problem));
        predictions.forEach(prediction -> table.row(shown(prediction)));
        return table;
    }

    private String[] shown(NewPrediction prediction) {
        if (prediction instanceof NewPrediction.OfValue number) {
            return new String[] {
                number.example(), Float.toString(number.value()), number.truth().orElse(""), ""
            };
        }
        if (prediction instanceof NewPrediction.OfLabels labels) {
            return shown(labels);
        }
        if (prediction instanceof NewPrediction.OfClass classes) {
            NewPrediction.Ranked first = classes.ranked().get(0);
            String next =
                    String.join(
                            ", ",
                            classes.ranked().stream()
                                    .skip(1)
                                    .limit(2)
                                    .map(one -> one.name() + " " + share(one.probability()))
                                    .toList());
            return new String[] {
                classes.example(),
                first.name(),
                share(first.probability()),
                next,
                classes.truth().orElse(""),
                ""
            };
        }
        String problem = ((NewPrediction.Unreadable) prediction).problem();
        return value()
                ? new String[] {prediction.example(), "", "", problem}
                : new String[] {prediction.example(), "", "", "", "", problem};
    }

    /** Those that hold, and which of the others comes next. */
    private static String[] shown(NewPrediction.OfLabels labels) {
        List<String> held = labels.held();
        List<NewPrediction.Ranked> probable =
                labels.labels().stream()
                        .sorted(Comparator.comparing(label -> -label.probability()))
                        .toList();
        String next =
                probable.stream()
                        .skip(held.size())
                        .limit(2)
                        .map(label -> label.name() + " " + share(label.probability()))
                        .collect(Collectors.joining(", "));
        return new String[] {
            labels.example(),
            held.isEmpty() ? "none" : String.join(", ", held),
            probable.stream()
                    .limit(held.size())
                    .map(label -> share(label.probability()))
                    .collect(Collectors.joining(", ")),
            next,
            labels.truth().orElse(""),
            ""
        };
    }

    private static String share(float probability) {
        return String.format(Locale.ROOT, "%.4f", probability);
    }
}
