package etude.tuner.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import etude.datasets.EtudeException;
import etude.trainer.checkpoint.CheckpointDirectory;
import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigText;
import etude.trainer.config.bind.Problems;
import etude.trainer.metrics.Measurement;
import etude.trainer.metrics.MetricsLog;
import etude.trainer.run.Attempt;
import etude.trainer.run.Attempts;
import etude.trainer.run.Ranking;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.RunEnd;
import etude.trainer.run.RunFacts;
import etude.trainer.run.RunLabels;
import etude.trainer.run.Summary;
import etude.tuner.space.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * A run as a list shows it: what its small files say, and not its steps.
 *
 * @param settings its config's values by their paths
 * @param steps updates done
 * @param ranking what decides which of its steps is the best; empty where nothing tells
 * @param seconds in training and evaluation; empty before the first attempt has ended
 * @param bytes of all its files
 * @param begun the newest attempt; where nothing tells, when its folder changed
 * @param problem why it is damaged, or why it failed, in a sentence; else empty
 */
public record ListedRun(
        Path root,
        String name,
        RunState state,
        Map<String, JsonNode> settings,
        long steps,
        Optional<Ranking> ranking,
        Optional<Measurement> best,
        OptionalDouble seconds,
        long bytes,
        RunLabels labels,
        Instant begun,
        String problem) {
    public ListedRun {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** Reads it; a file that is damaged leaves its part empty, and makes the run a damaged one. */
    public static ListedRun read(Path root) {
        return new Reader(new RunDirectory(root)).read();
    }

    /** The value that it is ranked by, at its best step. */
    public OptionalDouble bestValue() {
        return ranking.flatMap(
                        found ->
                                best.map(
                                        one ->
                                                one.metrics()
                                                        .getOrDefault(found.metric(), Double.NaN)))
                .filter(Double::isFinite)
                .map(OptionalDouble::of)
                .orElse(OptionalDouble.empty());
    }

    /** What people say of it: afterwards, else in its config. */
    public String note() {
        return labels.note().isEmpty()
                ? Optional.ofNullable(settings.get("notes")).map(JsonNode::asText).orElse("")
                : labels.note();
    }

    private static final class Reader {
        private final RunDirectory run;
        private final List<String> problems = new ArrayList<>();

        Reader(RunDirectory run) {
            this.run = run;
        }

        ListedRun read() {
            Map<String, JsonNode> settings = part(this::settings, Map.of());
            Optional<RunFacts> facts = part(() -> RunFacts.read(run), Optional.empty());
            Optional<Summary> summary = part(() -> Summary.read(run), Optional.empty());
            Optional<Attempt> attempt = part(() -> new Attempts(run).last(), Optional.empty());
            RunLabels labels = part(() -> RunLabels.read(run), RunLabels.none());
            Optional<Ranking> ranking = facts.map(RunFacts::ranking);
            boolean ended =
                    summary.isPresent() && attempt.map(a -> a.ended().isPresent()).orElse(true);
            List<Measurement> measured =
                    Files.exists(run.metrics())
                            ? part(() -> MetricsLog.read(run.metrics()), List.of())
                            : List.of();
            if (ended) { // else one may be on its way out
                problems.addAll(new CheckpointDirectory(run.checkpoints()).problems());
            }
            RunState state = RunState.of(run, summary.map(found -> found.end().status()), attempt);
            return new ListedRun(
                    run.root(),
                    facts.map(RunFacts::name).orElse(folderName()),
                    problems.isEmpty() ? state : RunState.DAMAGED,
                    settings,
                    ended ? summary.map(Summary::steps).orElse(0L) : last(measured),
                    ranking,
                    ended
                            ? summary.flatMap(Summary::best)
                            : ranking.flatMap(found -> found.best(measured)),
                    summary.map(found -> OptionalDouble.of(found.seconds()))
                            .orElse(OptionalDouble.empty()),
                    RunFolders.bytes(run.root()),
                    labels,
                    attempt.map(Attempt::start).orElseGet(this::changed),
                    problems.isEmpty() && state == RunState.FAILED
                            ? failure(summary, attempt)
                            : String.join("; ", problems));
        }

        private static String failure(Optional<Summary> summary, Optional<Attempt> attempt) {
            return attempt.flatMap(Attempt::ended)
                    .map(Attempt.Ended::how)
                    .or(() -> summary.map(Summary::end))
                    .map(RunEnd::detail)
                    .orElse("");
        }

        private <T> T part(Supplier<T> reading, T otherwise) {
            try {
                return reading.get();
            } catch (ConfigException e) {
                problems.add(e.problems().get(0));
            } catch (EtudeException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
            return otherwise;
        }

        private Map<String, JsonNode> settings() {
            if (!Files.exists(run.config())) {
                throw new EtudeException("%s is missing".formatted(run.config()));
            }
            Problems found = new Problems();
            Optional<JsonNode> root =
                    ConfigText.root(ConfigText.read(run.config()), run.config().toString(), found)
                            .map(Values::of);
            if (!found.isEmpty()) {
                throw new ConfigException(found.sentences());
            }
            Map<String, JsonNode> flat = new LinkedHashMap<>();
            root.ifPresent(node -> flatten("", node, flat));
            return flat;
        }

        private static void flatten(String path, JsonNode node, Map<String, JsonNode> flat) {
            if (node instanceof ObjectNode object) {
                object.properties()
                        .forEach(
                                member ->
                                        flatten(
                                                path.isEmpty()
                                                        ? member.getKey()
                                                        : path + "." + member.getKey(),
                                                member.getValue(),
                                                flat));
            } else {
                flat.put(path, node);
            }
        }

        private static long last(List<Measurement> measured) {
            return measured.isEmpty() ? 0 : measured.get(measured.size() - 1).step();
        }

        private String folderName() {
            return String.valueOf(run.root().toAbsolutePath().normalize().getFileName());
        }

        private Instant changed() {
            try {
                return Files.getLastModifiedTime(run.root()).toInstant();
            } catch (IOException e) {
                return Instant.EPOCH;
            }
        }
    }
}
