package etude.trainer.checkpoint;

import etude.datasets.EtudeException;
import etude.datasets.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Directory names of checkpoints: {@code step-00000200}. */
final class StepName {
    private static final String PREFIX = "step-";
    private static final Pattern PATTERN = Pattern.compile(PREFIX + "\\d{8,18}");

    private StepName() {}

    static String of(long step) {
        return String.format(Locale.ROOT, "%s%08d", PREFIX, step);
    }

    static Path path(Path root, long step) {
        return root.resolve(of(step));
    }

    /** The steps that have a directory, ascending; none where {@code root} does not exist. */
    static List<Long> list(Path root) {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(Files::isDirectory)
                    .map(entry -> String.valueOf(entry.getFileName()))
                    .filter(name -> PATTERN.matcher(name).matches())
                    .map(name -> Long.valueOf(name.substring(PREFIX.length())))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new EtudeException("cannot list %s (%s)".formatted(root, Reason.of(root, e)), e);
        }
    }
}
