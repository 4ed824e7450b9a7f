package etude.tuner.probe;

import etude.tuner.probe.SizeResult.Failed;
import etude.tuner.probe.SizeResult.Failure;
import etude.tuner.probe.SizeResult.Measured;
import etude.tuner.text.ByteSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Turns the end of a child into the result of its size. */
final class Verdict {
    /** SIGKILL, which nobody here sends: the kernel does when memory is short. */
    private static final int KILLED = 128 + 9;

    /** What Java, glibc and the engine say when memory is gone and they cannot go on. */
    private static final List<String> NO_MEMORY =
            List.of(
                    "insufficient memory for the java runtime",
                    "out of memory",
                    "outofmemoryerror",
                    "can't allocate memory",
                    "cannot allocate memory",
                    "std::bad_alloc",
                    "not enough space", // errno 12, in the words of the JVM
                    "failed to map segment", // of a library that is being loaded
                    "unable to create native thread");

    private static final Pattern ASKED = Pattern.compile("tried to allocate (\\d+) bytes");

    private static final List<String> CAUSES =
            List.of("SIG", "Exception", "Error", "terminate called", "what():", "Assertion");

    private Verdict() {}

    static SizeResult of(Mode mode, int batchSize, Children.End end) {
        if (end instanceof Children.End.Answered answered) {
            return of(mode, batchSize, answered.answer());
        }
        if (end instanceof Children.End.Died died) {
            return died(batchSize, died);
        }
        return new Failed(batchSize, Failure.TOO_SLOW, "no result in the time there was");
    }

    private static SizeResult of(Mode mode, int batchSize, ChildAnswer answer) {
        if (answer instanceof ChildAnswer.Measured measured) {
            return new Measured(batchSize, measured.timing(), measured.memory(), 1);
        }
        if (answer instanceof ChildAnswer.OutOfMemory memory) {
            boolean beside =
                    mode == Mode.TRAINING && memory.setting().equals(Mode.EVALUATION.setting());
            Failure failure = beside ? Failure.EVALUATION_OUT_OF_MEMORY : Failure.OUT_OF_MEMORY;
            return new Failed(batchSize, failure, shortened(memory.detail()));
        }
        if (answer instanceof ChildAnswer.Refused refused) {
            return new Failed(batchSize, Failure.REFUSED, String.join("; ", refused.problems()));
        }
        throw new IllegalStateException("a size was asked for, not a setup");
    }

    /** PyTorch's sentence without its source line. */
    private static String shortened(String detail) {
        Matcher asked = ASKED.matcher(detail);
        return asked.find()
                ? ByteSize.text(Long.parseLong(asked.group(1))) + " of memory more were refused"
                : detail;
    }

    /** What a death without an answer means. */
    static Failed died(int batchSize, Children.End.Died died) {
        List<String> lines = lines(died.log());
        boolean memory =
                lines.stream()
                        .map(line -> line.toLowerCase(Locale.ROOT))
                        .anyMatch(line -> NO_MEMORY.stream().anyMatch(line::contains));
        if (memory) {
            return new Failed(batchSize, Failure.OUT_OF_MEMORY, cause(lines));
        }
        if (died.exitCode() == KILLED) {
            return new Failed(
                    batchSize,
                    Failure.OUT_OF_MEMORY,
                    "killed by the operating system, as it does when memory is short");
        }
        return new Failed(
                batchSize,
                Failure.CRASHED,
                "exit code %d: %s (%s)".formatted(died.exitCode(), cause(lines), died.log()));
    }

    private static List<String> lines(Path log) {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            return lines.map(line -> line.replaceAll("^#", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The line that says most. */
    private static String cause(List<String> lines) {
        return lines.stream()
                .filter(
                        line ->
                                NO_MEMORY.stream().anyMatch(line.toLowerCase(Locale.ROOT)::contains)
                                        || CAUSES.stream().anyMatch(line::contains))
                .findFirst()
                .orElse(lines.isEmpty() ? "no output" : lines.get(lines.size() - 1));
    }
}
