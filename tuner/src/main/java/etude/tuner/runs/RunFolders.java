package etude.tuner.runs;

import etude.datasets.EtudeException;
import etude.datasets.Reason;
import etude.trainer.run.RunDirectory;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** Where runs lie, and what they take of the disk. */
public final class RunFolders {
    /** A trial lies four folders below a workspace; nobody nests runs much deeper. */
    private static final int DEEPEST = 8;

    private RunFolders() {}

    /** Whether a folder is that of a run, however damaged. */
    public static boolean isRun(Path folder) {
        RunDirectory run = new RunDirectory(folder);
        boolean trained = Files.exists(run.attempts()) || Files.exists(run.metrics());
        return Files.exists(run.facts()) || (trained && Files.exists(run.config()));
    }

    /**
     * The run directories in a folder and below, in no particular order; hidden folders are left
     * out, and what this user may not read.
     *
     * @throws EtudeException when the folder itself cannot be listed
     */
    static List<Path> below(Path folder) {
        List<Path> runs = new ArrayList<>();
        try {
            Files.walkFileTree(
                    folder,
                    EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                    DEEPEST,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(
                                Path directory, BasicFileAttributes attributes) {
                            if (!directory.equals(folder) && isHidden(directory)) {
                                return FileVisitResult.SKIP_SUBTREE;
                            }
                            if (isRun(directory)) {
                                runs.add(directory);
                                return FileVisitResult.SKIP_SUBTREE;
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException failure)
                                throws IOException {
                            if (file.equals(folder)) {
                                throw failure;
                            }
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new EtudeException(
                    "cannot list %s (%s)".formatted(folder, Reason.of(folder, e)), e);
        }
        return runs;
    }

    private static boolean isHidden(Path directory) {
        return String.valueOf(directory.getFileName()).startsWith(".");
    }

    /** How many bytes all files in a folder have; what cannot be read counts nothing. */
    public static long bytes(Path folder) {
        Sum sum = new Sum();
        try {
            Files.walkFileTree(folder, sum);
        } catch (IOException e) {
            // A file that went away meanwhile takes no room.
        }
        return sum.bytes;
    }

    private static final class Sum extends SimpleFileVisitor<Path> {
        private long bytes;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes += attributes.size();
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }
    }
}
