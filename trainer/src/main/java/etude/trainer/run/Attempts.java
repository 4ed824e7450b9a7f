package etude.trainer.run;

import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.datasets.Reason;
import etude.trainer.files.WriteFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The attempts at a run: {@code attempts/0.json}, {@code attempts/1.json}, ... */
public final class Attempts {
    private static final Pattern FILE = Pattern.compile("(\\d{1,9})\\.json");

    private final Path directory;

    public Attempts(RunDirectory run) {
        this.directory = run.attempts();
    }

    /** Attempts so far, running and killed ones included. */
    public int count() {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> FILE.matcher(String.valueOf(file.getFileName())))
                    .filter(matcher -> matcher.matches())
                    .mapToInt(matcher -> Integer.parseInt(matcher.group(1)) + 1)
                    .max()
                    .orElse(0);
        } catch (IOException e) {
            throw new EtudeException(
                    "cannot list %s (%s)".formatted(directory, Reason.of(directory, e)), e);
        }
    }

    /**
     * The newest attempt; empty where there was none.
     *
     * @throws CorruptFileException when its file is not what an attempt writes
     */
    public Optional<Attempt> last() {
        return Attempt.read(file(count() - 1));
    }

    /**
     * The attempts, oldest first; those whose files are missing are left out.
     *
     * @throws CorruptFileException when a file is not what an attempt writes
     */
    public List<Attempt> all() {
        return IntStream.range(0, count())
                .mapToObj(number -> Attempt.read(file(number)))
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * Writes the record of a new attempt; call {@link #end} when it ends.
     *
     * @throws EtudeException when the disk is full or refuses
     */
    public Attempt start(AttemptFacts facts) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw WriteFailures.explain("attempts", directory, "nothing was started", e);
        }
        Attempt attempt =
                new Attempt(
                        count(),
                        facts.command(),
                        HostName.find(),
                        ProcessHandle.current().pid(),
                        facts.device(),
                        facts.versions(),
                        facts.engine(),
                        Instant.now(),
                        facts.git(),
                        Optional.empty());
        attempt.write(file(attempt.number()));
        return attempt;
    }

    /**
     * Adds the end to the record of an attempt.
     *
     * @throws EtudeException when the disk is full or refuses; the record then stays without an end
     */
    public void end(Attempt attempt, RunEnd how) {
        attempt.ended(how).write(file(attempt.number()));
    }

    /** As {@link #end}; a record that cannot be written must not hide why the attempt failed. */
    void endAfter(Throwable failure, Attempt attempt, RunEnd how) {
        try {
            end(attempt, how);
        } catch (EtudeException unwritten) { // as on a full disk
            failure.addSuppressed(unwritten);
        }
    }

    private Path file(int number) {
        return directory.resolve(number + ".json");
    }
}
