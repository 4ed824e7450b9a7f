package etude.datasets;

import java.io.EOFException;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why the system refused something, in words: Java's exceptions say it by names of classes. */
public final class Reason {
    private Reason() {}

    /** Of a failure whose sentence names the file. */
    public static String of(Path named, Throwable failure) {
        Throwable cause = cause(failure);
        @Nullable String file =
                cause instanceof FileSystemException system ? system.getFile() : null;
        return file == null || Path.of(file).toAbsolutePath().equals(named.toAbsolutePath())
                ? words(cause)
                : words(cause) + ": " + file;
    }

    /** Of a failure whose sentence names no file. */
    public static String of(Throwable failure) {
        Throwable cause = cause(failure);
        @Nullable String file =
                cause instanceof FileSystemException system ? system.getFile() : null;
        return file == null ? words(cause) : words(cause) + ": " + file;
    }

    private static Throwable cause(Throwable failure) {
        @Nullable Throwable cause =
                failure instanceof UncheckedIOException ? failure.getCause() : null;
        return cause == null ? failure : cause;
    }

    private static String words(Throwable failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "something of that name is there already";
        }
        if (failure instanceof NotDirectoryException) {
            return "not a folder";
        }
        if (failure instanceof DirectoryNotEmptyException) {
            return "the folder is not empty";
        }
        if (failure instanceof FileSystemLoopException) {
            return "a link leads back to its own folder";
        }
        if (failure instanceof UnknownHostException) {
            return "unknown host " + failure.getMessage();
        }
        @Nullable String said =
                failure instanceof FileSystemException system
                        ? system.getReason()
                        : failure.getMessage();
        if (said != null && !said.isBlank()) {
            return said;
        }
        return failure instanceof EOFException ? "it ends too early" : name(failure);
    }

    /** {@code closed channel} for a {@code ClosedChannelException} without a message. */
    private static String name(Throwable failure) {
        return failure.getClass()
                .getSimpleName()
                .replaceAll("(Exception|Error)$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }
}
