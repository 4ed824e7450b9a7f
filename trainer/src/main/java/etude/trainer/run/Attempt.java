package etude.trainer.run;

import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import etude.trainer.files.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One process's attempt at a run, as {@code attempts/N.json} keeps it from the attempt's start. One
 * without an end runs, or was killed.
 *
 * @param number 0 for the first attempt
 * @param device in words
 * @param versions by name: java, djl, pytorch, etude
 * @param engine what computes on the device and how it was set, by name; empty where an earlier
 *     version wrote it
 * @param git the checkout it was started in, if that was one
 */
public record Attempt(
        int number,
        List<String> command,
        String host,
        long pid,
        String device,
        Map<String, String> versions,
        Map<String, String> engine,
        Instant start,
        Optional<GitState> git,
        Optional<Ended> ended) {
    public Attempt {
        command = List.copyOf(command);
        versions = Collections.unmodifiableMap(new TreeMap<>(versions));
        engine = Collections.unmodifiableMap(new TreeMap<>(engine));
    }

    /** When and how an attempt ended. */
    public record Ended(Instant time, RunEnd how) {}

    /** This attempt, ended now. */
    Attempt ended(RunEnd how) {
        return new Attempt(
                number,
                command,
                host,
                pid,
                device,
                versions,
                engine,
                start,
                git,
                Optional.of(new Ended(Instant.now(), how)));
    }

    /**
     * Replaces the file.
     *
     * @throws EtudeException when the disk is full or refuses; the earlier record stays
     */
    void write(Path path) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("attempt", number);
        members.put("command", command);
        members.put("host", host);
        members.put("pid", pid);
        members.put("device", device);
        members.put("versions", versions);
        members.put("engine", engine);
        members.put("start", start.toString());
        git.ifPresent(state -> members.put("git", state.members()));
        ended.ifPresent(
                ending -> {
                    members.put("end", ending.time().toString());
                    members.putAll(ending.how().members());
                });
        AtomicFiles.write(path, Json.file(members));
    }

    /**
     * The attempt that a file records; empty where there is no such file.
     *
     * @throws CorruptFileException when the file is not what an attempt writes
     */
    static Optional<Attempt> read(Path path) {
        return Json.read(path, "the record of an attempt", Attempt::of);
    }

    private static Attempt of(JsonObject object) throws IOException {
        return new Attempt(
                object.count("attempt"),
                object.texts("command"),
                object.text("host"),
                object.whole("pid"),
                object.text("device"),
                object.textsByName("versions"),
                object.has("engine") ? object.textsByName("engine") : Map.of(),
                time(object, "start"),
                object.optional("git", GitState::read),
                object.has("end")
                        ? Optional.of(new Ended(time(object, "end"), RunEnd.read(object)))
                        : Optional.empty());
    }

    private static Instant time(JsonObject object, String name) throws IOException {
        try {
            return Instant.parse(object.text(name));
        } catch (DateTimeException e) {
            throw new IOException("%s is no time: %s".formatted(name, e.getMessage()), e);
        }
    }
}
