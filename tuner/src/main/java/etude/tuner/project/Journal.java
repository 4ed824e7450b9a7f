package etude.tuner.project;

import etude.datasets.CorruptFileException;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import etude.trainer.files.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that was done and decided, in order.
 *
 * @param entries oldest first
 */
public record Journal(List<JournalEntry> entries) {
    public Journal {
        entries = List.copyOf(entries);
    }

    /**
     * Reads the file; none is an empty journal.
     *
     * @throws CorruptFileException when a line is something else
     */
    static Journal read(Path file) {
        List<JournalEntry> entries = new ArrayList<>();
        try {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (!lines.get(i).isBlank()) {
                    entries.add(entry(file, i + 1, lines.get(i)));
                }
            }
        } catch (NoSuchFileException e) {
            return new Journal(List.of());
        } catch (IOException e) {
            throw new CorruptFileException(file, "a journal", String.valueOf(e.getMessage()));
        }
        return new Journal(entries);
    }

    private static JournalEntry entry(Path file, int number, String line) {
        try {
            return JournalEntry.of(
                    new JsonObject(Json.parse(line.getBytes(StandardCharsets.UTF_8))));
        } catch (IOException e) {
            throw new CorruptFileException(
                    file,
                    "an entry of a journal in each line",
                    "something else in line %d; mend it, or remove it, and what it told counts no longer"
                            .formatted(number));
        }
    }

    /** Writes the file anew with one entry more: it is short, and so no line is ever torn. */
    static void append(Path file, JournalEntry entry) {
        StringBuilder text = new StringBuilder();
        read(file).entries.forEach(one -> text.append(Json.line(one.json())).append('\n'));
        text.append(Json.line(entry.json())).append('\n');
        AtomicFiles.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** What a round took. */
    Journal ofRound(String folder) {
        return new Journal(entries.stream().filter(entry -> entry.round().equals(folder)).toList());
    }

    /** What was done since the incumbent last changed. */
    Journal sinceLaunch() {
        int from = 0;
        for (int i = 0; i < entries.size(); i++) {
            from = entries.get(i).kind() == JournalEntry.Kind.LAUNCHED ? i + 1 : from;
        }
        return new Journal(entries.subList(from, entries.size()));
    }

    /** What the budget was charged. */
    double chargedSeconds() {
        return entries.stream().mapToDouble(JournalEntry::chargedSeconds).sum();
    }

    /** What all of it took. */
    double tookSeconds() {
        return entries.stream().mapToDouble(entry -> entry.tookSeconds().orElse(0)).sum();
    }
}
