package etude.tuner.study;

import etude.tuner.process.ChildDevice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a worker's process is told. Where the store is stands in its environment, for a URL may hold
 * a password.
 *
 * @param study the directory of the study
 * @param name of the worker, which no other living process uses
 * @param lease after which a silent worker loses its trial
 * @param command the command line that led to it, for the record
 */
public record WorkerArguments(
        Path study, ChildDevice device, String name, Duration lease, List<String> command) {
    private static final int FIRST_WORD = 4;

    public WorkerArguments {
        command = List.copyOf(command);
    }

    /** As words of a command line. */
    List<String> words() {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                study.toString(),
                                device.name(),
                                name,
                                Long.toString(lease.toMillis())));
        words.addAll(command);
        return words;
    }

    /** Reads what {@link #words} wrote. */
    public static WorkerArguments parse(List<String> words) {
        return new WorkerArguments(
                Path.of(words.get(0)),
                new ChildDevice(words.get(1)),
                words.get(2),
                Duration.ofMillis(Long.parseLong(words.get(3))),
                words.subList(FIRST_WORD, words.size()));
    }
}
