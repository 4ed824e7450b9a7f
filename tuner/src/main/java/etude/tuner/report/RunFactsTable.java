package etude.tuner.report;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.config.ConfigText;
import etude.trainer.config.ConfigWriter;
import etude.trainer.config.bind.ConfigNode;
import etude.trainer.config.bind.Problems;
import etude.tuner.page.Section;
import etude.tuner.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How a run came about: its ending, its versions, its config, and how to get it again. */
record RunFactsTable(RunRecord run) {
    private static final int SHORT_COMMIT = 12;

    List<Section> all() {
        List<Section> sections = new ArrayList<>();
        sections.add(table("The run", facts()));
        run.config().ifPresent(config -> sections.add(table("Config", settings())));
        return sections;
    }

    private static Section table(String heading, List<List<String>> rows) {
        return new Section.Table(
                heading, List.of(Section.Column.text("What"), Section.Column.text("Value")), rows);
    }

    private List<List<String>> facts() {
        List<List<String>> rows = new ArrayList<>();
        JsonNode summary = run.summary();
        JsonNode attempt = run.attempt();
        add(rows, "Ended", join(": ", run.status().replace('_', ' '), summary.path("detail")));
        add(rows, "Warning", summary.path("warning").asText());
        if (summary.path("seconds").isNumber()) {
            add(rows, "Time", Sentences.duration(summary.path("seconds").asDouble()));
        }
        JsonNode rate = summary.at("/throughput/examples_per_second");
        if (rate.isNumber()) {
            add(rows, "Throughput", Numbers.text(rate.asDouble()) + " examples/s (median)");
        }
        add(rows, "Begun", attempt.path("start").asText());
        add(rows, "Attempts", attempts(attempt));
        add(rows, "Device", join(" on ", attempt.path("device").asText(), attempt.path("host")));
        add(rows, "Versions", String.join(", ", versions()));
        add(rows, "Commit", commit(attempt.path("git")));
        add(rows, "Command", command());
        if (run.config().isPresent()) {
            add(
                    rows,
                    "Once more",
                    "etude train %s --run-dir NEW".formatted(run.directory().config()));
        }
        return rows;
    }

    private static void add(List<List<String>> rows, String what, String value) {
        if (!value.isEmpty()) {
            rows.add(List.of(what, value));
        }
    }

    private static String join(String between, String first, JsonNode second) {
        String text = second.asText();
        return first.isEmpty() || text.isEmpty() ? first + text : first + between + text;
    }

    private static String attempts(JsonNode attempt) {
        int number = attempt.path("attempt").asInt();
        return number == 0 ? "" : Integer.toString(number + 1);
    }

    /** Such as {@code etude 0.1.0}. */
    List<String> versions() {
        return run.attempt().path("versions").properties().stream()
                .map(version -> version.getKey() + " " + version.getValue().asText())
                .toList();
    }

    private static String commit(JsonNode git) {
        String commit = git.path("commit").asText();
        String shown = commit.substring(0, Math.min(SHORT_COMMIT, commit.length()));
        return git.path("diff").asText().isEmpty() ? shown : shown + " with uncommitted changes";
    }

    /** What the user typed. */
    String command() {
        List<String> words = new ArrayList<>();
        run.attempt().path("command").forEach(word -> words.add(word.asText()));
        return String.join(" ", words);
    }

    private List<List<String>> settings() {
        List<List<String>> rows = new ArrayList<>();
        String yaml = run.config().map(ConfigWriter::toYaml).orElse("");
        ConfigText.root(yaml, "config.yaml", new Problems())
                .ifPresent(root -> addSettings(rows, "", root));
        return rows;
    }

    private static void addSettings(
            List<List<String>> rows, String prefix, ConfigNode.Mapping mapping) {
        for (Map.Entry<String, ConfigNode.Entry> entry : mapping.entries().entrySet()) {
            ConfigNode value = entry.getValue().value();
            if (value instanceof ConfigNode.Mapping inner) {
                addSettings(rows, prefix + entry.getKey() + ".", inner);
            } else {
                add(rows, prefix + entry.getKey(), text(value));
            }
        }
    }

    private static String text(ConfigNode value) {
        if (value instanceof ConfigNode.Scalar scalar) {
            return scalar.text();
        }
        if (value instanceof ConfigNode.Sequence sequence) {
            return sequence.items().stream()
                    .map(RunFactsTable::text)
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        return ((ConfigNode.Mapping) value)
                .entries().entrySet().stream()
                        .map(e -> e.getKey() + ": " + text(e.getValue().value()))
                        .collect(Collectors.joining(", ", "{", "}"));
    }
}
