package etude.tuner.study;

import etude.trainer.run.HostName;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of a supervisor's workers, which no others use: {@code HOST-PROCESS-RANDOM-NUMBER}, and
 * before it {@code JOB@} in a job of a cluster. No name of a host has that sign.
 */
public final class WorkerName {
    private static final String OF_JOB = "[\\w.-]{1,64}";
    private static final Pattern NAME = Pattern.compile("(" + OF_JOB + ")@.*");
    private static final int RANDOM = 8;

    private WorkerName() {}

    /**
     * What the names of a supervisor's workers begin with.
     *
     * @param job that this process runs in; left out where it is no plain word
     */
    static String prefix(Optional<String> job) {
        return job.filter(word -> word.matches(OF_JOB)).map(word -> word + "@").orElse("")
                + "%s-%d-%s"
                        .formatted(
                                HostName.find(),
                                ProcessHandle.current().pid(),
                                UUID.randomUUID().toString().substring(0, RANDOM));
    }

    /** The job that a worker of this name belongs to; empty outside of clusters. */
    public static Optional<String> job(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
