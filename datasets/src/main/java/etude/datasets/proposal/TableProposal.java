package etude.datasets.proposal;

import etude.datasets.config.SourceConfig.Task;
import etude.datasets.reader.ColumnProfile;
import etude.datasets.reader.TableProfile;
import java.util.List;
import java.util.Locale;

/**
 * What is proposed for a table.
 *
 * @param task what the target asks for
 * @param taskReason why, in words
 * @param columns all but the target, in the order of the file
 * @param rows of the table
 */
public record TableProposal(Task task, String taskReason, List<ColumnProposal> columns, int rows) {
    /** More different numbers than this are no classes. */
    private static final int MOST_NUMBERED_CLASSES = 20;

    public TableProposal {
        columns = List.copyOf(columns);
    }

    /** Judges all columns. */
    public static TableProposal of(TableProfile table, String target) {
        ColumnProfile goal = table.column(target);
        boolean regression = goal.allNumbers() && goal.different() > MOST_NUMBERED_CLASSES;
        ColumnJudge judge = new ColumnJudge(goal, regression);
        List<ColumnProposal> columns =
                table.columns().stream()
                        .filter(column -> !column.name().equals(target))
                        .map(judge::judge)
                        .toList();
        return new TableProposal(
                regression ? Task.REGRESSION : Task.CLASSIFICATION,
                reason(goal, regression),
                columns,
                table.rows());
    }

    private static String reason(ColumnProfile target, boolean regression) {
        String different =
                String.format(
                        Locale.ROOT,
                        "%s%,d different %s",
                        target.different() == ColumnProfile.MOST_DIFFERENT ? "at least " : "",
                        target.different(),
                        regression ? "numbers" : "values");
        return target.missing() == 0
                ? different
                : String.format(
                        Locale.ROOT,
                        "%s, and %,d rows without one: leave these rows out",
                        different,
                        target.missing());
    }
}
