package etude.tuner.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Programs of a cluster that does not exist: shell scripts in a folder, which note how they were
 * called and then do as they are told.
 */
public record FakePrograms(Path folder) {
    private static final String SCRIPT =
            """
            #!/usr/bin/env bash
            echo "${0##*/} $*" >>'%s'
            %s
            """;

    private Path notes() {
        return folder.resolve("calls.txt");
    }

    /** Makes one, or changes it. */
    public FakePrograms with(String name, String body) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(name);
        Files.writeString(file, SCRIPT.formatted(notes(), body));
        if (!file.toFile().setExecutable(true)) {
            throw new IOException(file + " cannot be made executable");
        }
        return this;
    }

    /** As a process sees them, and those of the system behind them. */
    public Programs programs(Map<String, String> environment) {
        Map<String, String> all = new TreeMap<>(environment);
        all.put("PATH", folder + ":/usr/bin:/bin");
        return new Programs(all, "/opt/etude/bin/etude");
    }

    /** As above, with nothing else in the environment. */
    public Programs programs() {
        return programs(Map.of());
    }

    /** How each was called, in order. */
    public List<String> calls() throws IOException {
        return Files.exists(notes()) ? Files.readAllLines(notes()) : List.of();
    }
}
