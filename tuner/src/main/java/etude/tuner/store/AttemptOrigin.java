package etude.tuner.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where an attempt comes from, kept for the record.
 *
 * @param worker the worker's name, which no other living process uses
 * @param command the command to reproduce it
 * @param gitCommit empty outside of a repository
 * @param gitDiff uncommitted changes; empty where there are none
 * @param versions of Etude and what it uses
 */
public record AttemptOrigin(
        String worker,
        String host,
        String device,
        String command,
        String gitCommit,
        String gitDiff,
        Map<String, String> versions) {
    public AttemptOrigin {
        versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    }
}
