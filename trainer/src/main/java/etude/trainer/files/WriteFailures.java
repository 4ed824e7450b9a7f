package etude.trainer.files;

import etude.datasets.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns a failed write into a sentence the user can act on. */
public final class WriteFailures {
    /** What Linux, macOS and Windows call a full disk or an exhausted quota in English. */
    private static final List<String> ENGLISH =
            List.of("No space left on device", "quota exceeded", "not enough space on the disk");

    private WriteFailures() {}

    /**
     * The exception to throw for a failed write.
     *
     * @param what the thing being written, such as {@code checkpoint}
     * @param consequence what is still whole, such as {@code earlier checkpoints are intact}
     */
    public static UnwritableException explain(
            String what, Path path, String consequence, IOException cause) {
        if (isFullDisk(cause)) {
            return new UnwritableException(
                    "no space left on the disk while writing %s %s; %s; free space and run the same command again"
                            .formatted(what, path, consequence),
                    cause);
        }
        return new UnwritableException(
                "cannot write %s %s (%s); %s"
                        .formatted(what, path, Reason.of(path, cause), consequence),
                cause);
    }

    /** Whether a failure, or what caused it, is that the disk is full. */
    public static boolean isFullDisk(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (cause instanceof IOException
                    && message != null
                    && Stream.concat(ENGLISH.stream(), SystemErrors.fullDisk().stream())
                            .anyMatch(message::contains)) {
                return true;
            }
        }
        return false;
    }
}
