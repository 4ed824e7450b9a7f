package etude.datasets.source;

import etude.datasets.EtudeException;
import etude.datasets.Reason;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the user's own things lie. A container that runs as an arbitrary user has no home: Java
 * then calls it {@code ?}, and nobody wants a folder of that name in the working directory.
 *
 * @param cache what Etude keeps: {@code ~/.cache/etude}; without a home {@code etude} below {@code
 *     XDG_CACHE_HOME}, else a folder of this user's below that for temporary files
 * @param remark a sentence for the user who has no home
 */
record UserFolders(Path cache, Optional<String> remark) {
    private static final Set<PosixFilePermission> ONLY_MINE =
            PosixFilePermissions.fromString("rwx------");

    /**
     * @throws EtudeException when there is no home and the folder for temporary files has one that
     *     somebody else could have filled
     */
    static UserFolders of(Map<String, String> environment, Path home, Path temporary) {
        if (isHome(home)) {
            return new UserFolders(home.resolve(".cache").resolve("etude"), Optional.empty());
        }
        Path cache =
                Optional.ofNullable(environment.get("XDG_CACHE_HOME"))
                        .filter(value -> value.startsWith("/"))
                        .map(value -> Path.of(value, "etude"))
                        .orElseGet(() -> below(temporary));
        return new UserFolders(
                cache,
                Optional.of(
                        "This user has no home folder, so what Etude keeps lies in %s; set ETUDE_CACHE (and ETUDE_DATA for data sets) to a folder that lasts."
                                .formatted(cache)));
    }

    /** Libraries of others may have made a folder called {@code ?} here. */
    static boolean isHome(Path home) {
        return home.isAbsolute() && Files.isDirectory(home);
    }

    private static Path below(Path temporary) {
        try {
            String me = me(temporary);
            Path folder = temporary.resolve("etude-" + me);
            try {
                Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(ONLY_MINE));
            } catch (FileAlreadyExistsException e) {
                requireMine(folder, me);
            }
            return folder;
        } catch (IOException e) {
            throw new EtudeException(
                    "This user has no home folder, and none can be had in %s (%s): set XDG_CACHE_HOME or ETUDE_CACHE to a folder that can be written to"
                            .formatted(temporary, Reason.of(temporary, e)),
                    e);
        }
    }

    /** The number of this process's user, which owns what the process creates. */
    private static String me(Path temporary) throws IOException {
        Path probe = Files.createTempFile(temporary, "etude", "");
        try {
            return owner(probe);
        } finally {
            Files.delete(probe);
        }
    }

    /** Anybody may write to the folder above, and native libraries are loaded from this one. */
    private static void requireMine(Path folder, String me) throws IOException {
        boolean mine =
                Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                        && Files.getPosixFilePermissions(folder).equals(ONLY_MINE)
                        && owner(folder).equals(me);
        if (!mine) {
            throw new IOException(folder + " is no folder that only this user may enter");
        }
    }

    private static String owner(Path path) throws IOException {
        return Files.getAttribute(path, "unix:uid").toString();
    }
}
