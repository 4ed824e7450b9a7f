package etude.tuner.dataset;

import etude.datasets.Quoted;
import etude.datasets.config.CellText;
import etude.datasets.config.ColumnConfig;
import etude.datasets.config.SourceConfig.Task;
import etude.datasets.proposal.ColumnProposal;
import etude.datasets.proposal.TableProposal;
import etude.trainer.config.bind.ConfigNode;
import etude.trainer.config.bind.ConfigNode.Entry;
import etude.trainer.config.bind.ConfigNode.Kind;
import etude.trainer.config.bind.ConfigNode.Mapping;
import etude.trainer.config.bind.ConfigNode.Scalar;
import etude.trainer.config.bind.ConfigNode.Sequence;
import etude.trainer.config.bind.Place;
import etude.trainer.config.bind.YamlWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A training config for a table, as text that a person looks at and edits: what is proposed for
 * each column, and the reason beside it.
 *
 * @param path of the table, as the config is to name it
 * @param file the name of the config's file
 * @param name of the run
 * @param command by which the proposal was asked for
 */
public record TableConfigText(
        TableProposal proposal,
        String path,
        String target,
        String file,
        String name,
        String command) {
    private static final Place NOWHERE = new Place("");
    private static final int FEW_ROWS = 2_000;
    private static final int SOME_ROWS = 50_000;

    /** The file, line by line. */
    public List<String> lines() {
        boolean classes = proposal.task() == Task.CLASSIFICATION;
        List<String> lines = new ArrayList<>();
        lines.add("# Command:         etude train " + file);
        lines.add("# Expected time:   not measured yet");
        lines.add("# Expected result: not measured yet");
        lines.add("#");
        lines.add("# Proposed by `%s`.".formatted(command));
        lines.add("# Look at each line before you train: only you know what the columns mean.");
        lines.add("name: " + text(name));
        lines.add("dataset:");
        lines.add("  name: csv");
        lines.add("  path: " + text(path));
        lines.add("  target: " + text(target));
        lines.add(
                "  task: %s  # %s"
                        .formatted(
                                proposal.task().name().toLowerCase(Locale.ROOT),
                                proposal.taskReason()));
        if (!classes) {
            lines.add("  standardize_target: true");
        }
        lines.add("  validation_fraction: 0.2");
        lines.add(
                "  test_fraction: 0.1  # looked at once, at the end: etude evaluate runs/%s"
                        .formatted(name));
        if (classes) {
            lines.add("  stratify: true  # every class has its share of each split");
        }
        lines.add(
                "  # group: COLUMN  # if rows that belong together (of one customer, say) must not stand in two splits");
        lines.addAll(columns());
        lines.add("model: {name: mlp, hidden: [64, 32]}");
        lines.add("batch_size: " + batchSize());
        lines.add(
                "max_train_steps: 1000  # `etude tune steps %s` proposes a number".formatted(file));
        lines.add("optimizer: {name: adam, learning_rate: 1.0e-3}");
        lines.add("schedule: {warmup_steps: 50, decay: cosine}");
        return lines;
    }

    private int batchSize() {
        return proposal.rows() < FEW_ROWS ? 32 : proposal.rows() < SOME_ROWS ? 128 : 512;
    }

    private List<String> columns() {
        List<String> lines = new ArrayList<>();
        boolean none =
                proposal.columns().stream()
                        .allMatch(column -> column.config().equals(ColumnConfig.UNSAID));
        lines.add("  columns:%s".formatted(none ? " {}" : ""));
        for (ColumnProposal column : proposal.columns()) {
            Mapping said = said(column.config());
            lines.add(
                    said.entries().isEmpty()
                            ? "    # %s: %s".formatted(Quoted.of(column.name()), column.reason())
                            : "    %s: %s  # %s"
                                    .formatted(
                                            text(column.name()),
                                            YamlWriter.line(said),
                                            column.reason()));
        }
        return lines;
    }

    /** The keys that say something. */
    private static Mapping said(ColumnConfig column) {
        Map<String, ConfigNode> keys = new LinkedHashMap<>();
        column.type().ifPresent(type -> keys.put("type", constant(type)));
        column.dateOrder().ifPresent(order -> keys.put("date_order", constant(order)));
        column.missing().ifPresent(texts -> keys.put("missing", texts(texts)));
        column.impute().ifPresent(impute -> keys.put("impute", constant(impute)));
        Map<String, Entry> entries = new LinkedHashMap<>();
        keys.forEach((key, value) -> entries.put(key, new Entry(NOWHERE, value)));
        return new Mapping(NOWHERE, entries);
    }

    private static ConfigNode constant(Enum<?> constant) {
        return new Scalar(Kind.TEXT, constant.name().toLowerCase(Locale.ROOT));
    }

    private static ConfigNode texts(List<CellText> texts) {
        return new Sequence(
                NOWHERE,
                texts.stream()
                        .<ConfigNode>map(text -> new Scalar(Kind.TEXT, text.text()))
                        .toList());
    }

    private static String text(String text) {
        return YamlWriter.line(new Scalar(Kind.TEXT, text));
    }
}
