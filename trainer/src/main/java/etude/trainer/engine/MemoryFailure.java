package etude.trainer.engine;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Recognises that the device, or the machine, had no memory left. */
public final class MemoryFailure {
    /** Said by the engine in an exception; too short a phrase would also match other failures. */
    private static final List<String> EXCEPTIONS =
            List.of(
                    "cuda out of memory",
                    "cuda error: out of memory",
                    "cuda driver error: out of memory",
                    "cublas_status_alloc_failed",
                    "cublas_status_not_initialized", // it finds no room for itself
                    "cudnn_status_alloc_failed",
                    "cudnn_status_internal_error_device_allocation_failed",
                    "cudnn_status_internal_error_host_allocation_failed",
                    // cuDNN, most often for want of a workspace
                    "find was unable to find an engine to execute this computation",
                    "get was unable to find an engine to execute this computation",
                    "unable to find a valid cudnn algorithm to run convolution",
                    // NCCL
                    "cuda failure 'out of memory'",
                    "cuda failure 2 'out of memory'",
                    "failed to cuda calloc",
                    "failed to cuda malloc",
                    "failed to cuda host alloc",
                    "std::bad_alloc",
                    "defaultcpuallocator: can't allocate memory",
                    "defaultcpuallocator: not enough memory");

    /** Said by Java, glibc and the engine before the process dies of it. */
    private static final List<String> LAST_WORDS =
            List.of(
                    "insufficient memory for the java runtime",
                    "out of memory",
                    "outofmemoryerror",
                    "can't allocate memory",
                    "cannot allocate memory",
                    "not enough space", // errno 12, in the words of the JVM
                    "failed to map segment", // of a library that is being loaded
                    "unable to create native thread");

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

    /** Whether a line that a process printed before it died says that memory was gone. */
    public static boolean isLastWord(String line) {
        return isOutOfMemory(line) || contains(line, LAST_WORDS);
    }

    private static boolean isOutOfMemory(String line) {
        return contains(line, EXCEPTIONS);
    }

    private static boolean contains(String line, List<String> phrases) {
        String message = line.toLowerCase(Locale.ROOT);
        return phrases.stream().anyMatch(message::contains);
    }
}
