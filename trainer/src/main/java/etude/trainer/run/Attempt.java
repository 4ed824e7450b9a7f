package etude.trainer.run;

import etude.datasets.EtudeException;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** One process's attempt at a run, on record from its start. */
public final class Attempt {
    private final int number;
    private final Path path;
    private final Map<String, Object> atStart;

    Attempt(int number, Path path, Map<String, Object> atStart) {
        this.number = number;
        this.path = path;
        this.atStart = new LinkedHashMap<>(atStart);
        AtomicFiles.write(path, Json.file(atStart));
    }

    /** 0 for the first attempt. */
    public int number() {
        return number;
    }

    /**
     * Adds the end to the record.
     *
     * @throws EtudeException when the disk is full or refuses; the record then stays without an end
     */
    public void end(Ending ending) {
        Map<String, Object> members = new LinkedHashMap<>(atStart);
        members.put("end", Instant.now().toString());
        members.put("status", ending.status());
        members.put("detail", ending.detail());
        AtomicFiles.write(path, Json.file(members));
    }
}
