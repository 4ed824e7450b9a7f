package etude.tuner.report;

import etude.trainer.config.ConfigText;
import etude.trainer.config.ConfigWriter;
import etude.trainer.config.bind.ConfigNode;
import etude.trainer.config.bind.Problems;
import etude.trainer.run.Attempt;
import etude.trainer.run.GitState;
import etude.trainer.run.RunEnd;
import etude.trainer.run.RunRecord;
import etude.trainer.run.Summary;
import etude.tuner.page.Section;
import etude.tuner.text.Numbers;
import etude.tuner.text.Quantities;
import etude.tuner.text.Shell;
import java.time.temporal.ChronoUnit;
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
        if (!run.others().all().isEmpty()) {
            sections.add(new OtherEvaluationsTable(run.others()).section());
        }
        run.config().ifPresent(config -> sections.add(table("Config", settings())));
        return sections;
    }

    private static Section table(String heading, List<List<String>> rows) {
        return new Section.Table(
                heading, List.of(Section.Column.text("What"), Section.Column.text("Value")), rows);
    }

    private List<List<String>> facts() {
        List<List<String>> rows = new ArrayList<>();
        run.summary().ifPresent(summary -> addEnd(rows, summary));
        run.attempt().ifPresent(attempt -> addAttempt(rows, attempt));
        run.continued()
                .ifPresent(
                        of ->
                                add(
                                        rows,
                                        "Goes on from",
                                        "step %s of %s".formatted(of.step(), of.run())));
        run.weights()
                .ifPresent(
                        from ->
                                add(
                                        rows,
                                        "Weights of",
                                        "%s (%s)".formatted(from.words(), from.checksum())));
        add(
                rows,
                "Test evaluations",
                run.tests().count() == 0 ? "" : Integer.toString(run.tests().count()));
        run.facts().flatMap(SameBits::of).ifPresent(bits -> add(rows, "Same bits", bits.run()));
        if (run.config().isPresent()) {
            add(
                    rows,
                    "Once more",
                    "etude train %s --run-dir NEW"
                            .formatted(Shell.word(run.directory().config().toString())));
        }
        return rows;
    }

    private static void addEnd(List<List<String>> rows, Summary summary) {
        RunEnd end = summary.end();
        add(rows, "Ended", "%s: %s".formatted(end.status().words(), end.detail()));
        add(rows, "Warning", summary.warning().orElse(""));
        add(rows, "Time", Quantities.duration(summary.seconds()));
        if (Double.isFinite(summary.examplesPerSecond())) {
            add(
                    rows,
                    "Throughput",
                    Numbers.text(summary.examplesPerSecond()) + " examples/s (median)");
        }
    }

    private void addAttempt(List<List<String>> rows, Attempt attempt) {
        add(rows, "Begun", attempt.start().truncatedTo(ChronoUnit.SECONDS).toString());
        add(rows, "Attempts", attempt.number() == 0 ? "" : String.valueOf(attempt.number() + 1));
        add(rows, "Device", "%s on %s".formatted(attempt.device(), attempt.host()));
        add(rows, "Engine", engine(attempt));
        add(rows, "Versions", String.join(", ", versions()));
        add(rows, "Commit", attempt.git().map(RunFactsTable::commit).orElse(""));
        add(rows, "Command", Shell.command(attempt.command()));
    }

    private static void add(List<List<String>> rows, String what, String value) {
        if (!value.isEmpty()) {
            rows.add(List.of(what, value));
        }
    }

    /** Such as {@code cudnn 9.7.1, gpu NVIDIA H200}. */
    private static String engine(Attempt attempt) {
        return attempt.engine().entrySet().stream()
                .map(fact -> fact.getKey().replace('_', ' ') + " " + fact.getValue())
                .collect(Collectors.joining(", "));
    }

    /** Such as {@code etude 0.1.0}. */
    List<String> versions() {
        return run.attempt().stream()
                .flatMap(attempt -> attempt.versions().entrySet().stream())
                .map(version -> version.getKey() + " " + version.getValue())
                .toList();
    }

    private static String commit(GitState git) {
        String commit = git.commit();
        String shown = commit.substring(0, Math.min(SHORT_COMMIT, commit.length()));
        return git.diff().isEmpty() ? shown : shown + " with uncommitted changes";
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
