package etude.trainer.engine;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Recognises that the device, or the machine, had no memory left. */
public final class MemoryFailure {
    private MemoryFailure() {}

    /** The line of the engine's message that says so, if this failure means out of memory. */
    public static Optional<String> detail(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            Optional<String> line =
                    message.lines().filter(MemoryFailure::isOutOfMemory).findFirst();
            if (line.isPresent()) {
                return line.map(String::strip);
            }
            if (cause instanceof OutOfMemoryError) {
                return Optional.of(message);
            }
        }
        return Optional.empty();
    }

    private static boolean isOutOfMemory(String line) {
        String message = line.toLowerCase(Locale.ROOT);
        return message.contains("cuda out of memory")
                || message.contains("cuda error: out of memory")
                || message.contains("cublas_status_alloc_failed")
                || message.contains("cudnn_status_alloc_failed")
                || message.contains("std::bad_alloc")
                || message.contains("defaultcpuallocator: can't allocate memory")
                || message.contains("defaultcpuallocator: not enough memory");
    }
}
