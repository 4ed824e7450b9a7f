package etude.trainer.weights;

import etude.datasets.CorruptFileException;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What each tensor of a model started from, in the order of the model.
 *
 * @param source what was read
 * @param loaded names of those that were taken as they are
 * @param fitted those that were resampled
 * @param fresh those that were drawn as without a source
 * @param unused names of tensors of the source that the model has no place for
 * @param frozen patterns of those that are not trained
 * @param advice what should be otherwise for these weights to do what they did where they come from
 */
public record LoadReport(
        Source source,
        List<String> loaded,
        List<Fitted> fitted,
        List<Fresh> fresh,
        List<String> unused,
        List<String> frozen,
        List<String> advice) {
    private static final int SHOWN = 3;

    public LoadReport {
        loaded = List.copyOf(loaded);
        fitted = List.copyOf(fitted);
        fresh = List.copyOf(fresh);
        unused = List.copyOf(unused);
        frozen = List.copyOf(frozen);
        advice = List.copyOf(advice);
    }

    /**
     * A file of weights.
     *
     * @param words what it is
     * @param checksum of its bytes, after the name of the sum
     */
    public record Source(Path file, String words, String checksum) {}

    /** Positions of another number of tokens. */
    public record Fitted(String name, String how) {}

    /** A tensor that starts as without a source. */
    public record Fresh(String name, Why why) {}

    /** Why a tensor starts fresh. */
    public enum Why {
        SKIPPED("skipped"),
        ANOTHER_SHAPE("another shape"),
        ABSENT("not in the file");

        private final String words;

        Why(String words) {
            this.words = words;
        }
    }

    /** For the start of a run: what was read, and what is not as it was there. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        int all = loaded.size() + fitted.size() + fresh.size();
        sentences.add(
                "Weights of %s (%s): %s of %s tensors loaded."
                        .formatted(
                                source.words, source.checksum, loaded.size() + fitted.size(), all));
        fitted.forEach(one -> sentences.add("Fitted: %s, %s.".formatted(one.name, one.how)));
        for (Why why : Why.values()) {
            List<String> names =
                    fresh.stream().filter(one -> one.why == why).map(Fresh::name).toList();
            if (!names.isEmpty()) {
                sentences.add("Fresh (%s): %s.".formatted(why.words, shown(names)));
            }
        }
        if (!unused.isEmpty()) {
            sentences.add("Not used of the file: %s.".formatted(shown(unused)));
        }
        if (!frozen.isEmpty()) {
            sentences.add("Frozen: %s.".formatted(String.join(", ", frozen)));
        }
        sentences.addAll(advice);
        return sentences;
    }

    /** What each tensor starts from, in a word or two, by its name. */
    public Map<String, String> starts() {
        Map<String, String> starts = new LinkedHashMap<>();
        loaded.forEach(name -> starts.put(name, "loaded"));
        fitted.forEach(one -> starts.put(one.name, one.how));
        fresh.forEach(one -> starts.put(one.name, "fresh: " + one.why.words));
        return starts;
    }

    /** The first of some names, and how many more there are. */
    static String shown(List<String> names) {
        String first = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
        return names.size() <= SHOWN
                ? first
                : "%s and %s more".formatted(first, names.size() - SHOWN);
    }

    /**
     * Replaces a file with all of it.
     *
     * @throws etude.datasets.EtudeException when the disk is full or refuses
     */
    public void write(Path file) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("path", source.file.toString());
        members.put("source", source.words);
        members.put("checksum", source.checksum);
        members.put("loaded", loaded);
        members.put(
                "fitted",
                fitted.stream().map(one -> members("name", one.name, "how", one.how)).toList());
        members.put(
                "fresh",
                fresh.stream()
                        .map(one -> members("name", one.name, "why", one.why.words))
                        .toList());
        members.put("unused", unused);
        members.put("frozen", frozen);
        members.put("advice", advice);
        AtomicFiles.write(file, Json.file(members));
    }

    /**
     * What the report in a file says of the source; empty where there is none.
     *
     * @throws CorruptFileException when the file is something else
     */
    public static Optional<Source> source(Path file) {
        return Json.read(
                file,
                "what weights a run started from",
                object ->
                        new Source(
                                Path.of(object.text("path")),
                                object.text("source"),
                                object.text("checksum")));
    }

    /** In this order, which those of {@code Map.of} would not be in. */
    private static Map<String, String> members(String a, String one, String b, String other) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put(a, one);
        members.put(b, other);
        return members;
    }
}
