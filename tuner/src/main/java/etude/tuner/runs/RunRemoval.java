package etude.tuner.runs;

import etude.datasets.EtudeException;
import etude.datasets.Reason;
import etude.trainer.checkpoint.CheckpointDirectory;
import etude.trainer.config.CheckpointsConfig.Mode;
import etude.trainer.files.AtomicFiles;
import etude.trainer.run.Ranking;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.RunLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs on their way out, each under its lock, so that none of them is trained meanwhile. A run
 * vanishes from its place in one step: its folder gets a hidden name, and what has that name is
 * deleted; were that interrupted, the next removal beside it would go on.
 */
public final class RunRemoval implements AutoCloseable {
    private static final Pattern LEFTOVER = Pattern.compile("\\..+\\.removed-(\\d{1,18})");

    private final List<RunLock> locks = new ArrayList<>();
    private final List<ListedRun> runs = new ArrayList<>();

    /**
     * Takes the runs' locks.
     *
     * @throws EtudeException when one is being trained, or the file system refuses; nothing is
     *     removed then
     */
    public RunRemoval(List<Path> roots) {
        try {
            for (Path root : roots) {
                locks.add(RunLock.acquire(new RunDirectory(root)));
                runs.add(ListedRun.read(root));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The runs, as they are. */
    public List<ListedRun> runs() {
        return List.copyOf(runs);
    }

    /**
     * Deletes them.
     *
     * @return how many bytes that freed
     * @throws EtudeException when the file system refuses; those before it are gone
     */
    public long remove() {
        long freed = 0;
        for (ListedRun run : runs) {
            Path root = run.root().toAbsolutePath().normalize();
            Path hidden =
                    root.resolveSibling(
                            ".%s.removed-%d"
                                    .formatted(root.getFileName(), ProcessHandle.current().pid()));
            try {
                sweep(root.resolveSibling(""));
                Files.move(root, hidden, StandardCopyOption.ATOMIC_MOVE);
                AtomicFiles.deleteTree(hidden);
            } catch (IOException e) {
                throw new EtudeException(
                        "cannot remove %s (%s)%s"
                                .formatted(
                                        run.root(),
                                        Reason.of(root, e),
                                        Files.exists(hidden)
                                                ? "; what is left of it is in " + hidden
                                                : ""),
                        e);
            }
            freed += run.bytes();
        }
        return freed;
    }

    /** What a process left behind that died in the middle of it. */
    private static void sweep(Path folder) throws IOException {
        List<Path> leftovers;
        try (Stream<Path> entries = Files.list(folder)) {
            leftovers = entries.filter(RunRemoval::isLeftover).toList();
        }
        for (Path leftover : leftovers) {
            AtomicFiles.deleteTree(leftover);
        }
    }

    private static boolean isLeftover(Path folder) {
        Matcher name = LEFTOVER.matcher(String.valueOf(folder.getFileName()));
        return name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
    }

    /**
     * Deletes every checkpoint but the best; the newest stays where training may go on from it.
     *
     * @return how many bytes that freed
     * @throws EtudeException when the file system refuses
     */
    public long keepBest() {
        long freed = 0;
        for (ListedRun run : runs) {
            Path folder = new RunDirectory(run.root()).checkpoints();
            if (Files.isDirectory(folder)) {
                Ranking ranking = run.ranking().orElse(new Ranking("", Mode.MIN));
                CheckpointDirectory.forWriting(folder)
                        .keepBest(ranking.metric(), ranking.mode(), run.state().goesOn());
            }
            freed += run.bytes() - RunFolders.bytes(run.root());
        }
        return freed;
    }

    /** Gives the locks back. */
    @Override
    public void close() {
        locks.forEach(RunLock::close);
        locks.clear();
    }
}
