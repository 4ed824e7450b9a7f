package etude.trainer.files;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the C library calls an error in this process's language. Java passes on the text, and not
 * the number.
 */
final class SystemErrors {
    private static final int NO_SPACE = 28;
    private static final int QUOTA_ON_LINUX = 122;
    private static final int QUOTA_ON_MACOS = 69;

    private SystemErrors() {}

    /** The texts for a full disk and an exhausted quota; none on Windows. */
    static List<String> fullDisk() {
        if (Platform.isWindows()) {
            return List.of();
        }
        Function strerror =
                NativeLibrary.getInstance(Platform.C_LIBRARY_NAME).getFunction("strerror");
        String encoding = System.getProperty("sun.jnu.encoding", "UTF-8"); // as Java decodes it
        return IntStream.of(NO_SPACE, Platform.isMac() ? QUOTA_ON_MACOS : QUOTA_ON_LINUX)
                .mapToObj(
                        error ->
                                strerror.invokePointer(new Object[] {error}).getString(0, encoding))
                .filter(text -> !text.isBlank())
                .toList();
    }
}
