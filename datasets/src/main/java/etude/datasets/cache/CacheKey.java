package etude.datasets.cache;

import etude.datasets.EtudeException;
import etude.datasets.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Names the cache file of one source. {@code stem} stands for the source's absolute path and the
 * reader's settings, {@code state} for the names, sizes and modification times of its files; so a
 * changed source gets another file with the same stem.
 */
public record CacheKey(Path source, String stem, String state) {
    private static final int DIGEST_CHARACTERS = 16;

    public String fileName() {
        return stem + "-" + state + ".pack";
    }

    /**
     * The key of a source that consists of these files.
     *
     * @param kind names the reader and begins the file name
     * @param settings everything besides the files that the records depend on, the version of the
     *     reader's record layout included
     * @throws EtudeException when a file is missing
     */
    public static CacheKey of(String kind, Path source, List<Path> files, String settings) {
        Path absolute = source.toAbsolutePath().normalize();
        MessageDigest stem = sha256();
        add(stem, absolute + "\n" + settings + "\n" + PackedHeader.VERSION);
        MessageDigest state = sha256();
        for (Path file : files) {
            BasicFileAttributes attributes = attributes(file);
            add(
                    state,
                    absolute.relativize(file.toAbsolutePath().normalize())
                            + "\t"
                            + attributes.size()
                            + "\t"
                            + attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS)
                            + "\n");
        }
        return new CacheKey(source, kind + "-" + hex(stem), hex(state));
    }

    private static BasicFileAttributes attributes(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class);
        } catch (IOException e) {
            throw new EtudeException("Cannot read " + file + ": " + Reason.of(file, e) + ".", e);
        }
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest()).substring(0, DIGEST_CHARACTERS);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
