package etude.trainer.run;

import etude.datasets.EtudeException;
import etude.trainer.files.WriteFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
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
            throw new EtudeException("cannot list %s (%s)".formatted(directory, e), e);
        }
    }

    /**
     * Writes the record of a new attempt; call {@link Attempt#end} when it ends. A record without
     * an end belongs to an attempt that runs or was killed.
     *
     * @throws EtudeException when the disk is full or refuses
     */
    public Attempt start(AttemptFacts facts) {
        int number = count();
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw WriteFailures.explain("attempts", directory, "nothing was started", e);
        }
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("attempt", number);
        members.put("command", facts.command());
        members.put("host", HostName.find());
        members.put("pid", ProcessHandle.current().pid());
        members.put("device", facts.device());
        members.put("versions", new TreeMap<>(facts.versions()));
        members.put("start", Instant.now().toString());
        GitState.find(facts.workingDirectory()).ifPresent(git -> members.put("git", git.members()));
        return new Attempt(number, directory.resolve(number + ".json"), members);
    }
}
