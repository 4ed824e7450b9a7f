package etude.trainer.engine;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Recognises that the device, or the machine, had no memory left. */
public final class MemoryFailure {
    private MemoryFailure() {}

    /** The first line of the engine's message if this failure means out of memory. */
    public static Optional<String> detail(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof OutOfMemoryError
                    || isOutOfMemory(message.toLowerCase(Locale.ROOT))) {
                return Optional.of(message.lines().findFirst().orElse("out of memory"));
            }
        }
        return Optional.empty();
    }

    private static boolean isOutOfMemory(String message) {
        return message.contains("cuda out of memory")
                || message.contains("cuda error: out of memory")
                || message.contains("cublas_status_alloc_failed")
                || message.contains("cudnn_status_alloc_failed")
                || message.contains("std::bad_alloc")
                || message.contains("defaultcpuallocator: can't allocate memory")
                || message.contains("defaultcpuallocator: not enough memory");
    }
}
