package etude.trainer.engine;

import ai.djl.engine.EngineException;
import etude.datasets.EtudeException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The GPU faulted, after which this process cannot use it any more, and nothing is known of what
 * was computed last. That is no property of what was trained: another process can go on.
 */
public final class DeviceLostException extends EtudeException {
    private static final long serialVersionUID = 1;

    private static final Pattern FAULT =
            Pattern.compile(
                    "device-side assert|illegal memory access|illegal instruction|misaligned address"
                            + "|invalid program counter|hardware stack error"
                            + "|unspecified launch failure|the launch timed out"
                            + "|driver shutting down|GPU is lost|fallen off the bus"
                            + "|\\bECC\\b|\\bXid\\b|uncorrectable NVLink",
                    Pattern.CASE_INSENSITIVE);

    private DeviceLostException(String detail, Throwable cause) {
        super(
                "the GPU faulted and is lost to this process (%s); the same command in a new process goes on from the newest checkpoint; if it happens again, nvidia-smi and the system's log (dmesg) say more of the card"
                        .formatted(detail),
                cause);
    }

    /** What a failure means, if the engine says in it that the device is lost. */
    public static Optional<DeviceLostException> of(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<String> line =
                    cause instanceof EngineException
                            ? String.valueOf(cause.getMessage())
                                    .lines()
                                    .filter(FAULT.asPredicate())
                                    .findFirst()
                            : Optional.empty();
            if (line.isPresent()) {
                return Optional.of(new DeviceLostException(line.get().strip(), failure));
            }
        }
        return Optional.empty();
    }
}
