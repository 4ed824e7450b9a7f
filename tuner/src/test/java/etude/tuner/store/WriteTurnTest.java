package etude.tuner.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Turns between real processes. */
class WriteTurnTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir Path directory;

    @Test
    void aTurnKeepsOthersOutUntilItEnds() throws Exception {
        try (ChildProcess holder = holder()) {
            CompletableFuture<Dialect.Turn> waiting =
                    CompletableFuture.supplyAsync(() -> WriteTurn.take(file(), LONG));
            assertThatThrownBy(() -> waiting.get(300, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
            holder.go();
            waiting.get(30, TimeUnit.SECONDS).close();
            assertThat(holder.exitCode()).isZero();
        }
    }

    @Test
    void aKilledProcessLeavesTheTurnFree() throws Exception {
        try (ChildProcess holder = holder()) {
            CompletableFuture<Dialect.Turn> waiting =
                    CompletableFuture.supplyAsync(() -> WriteTurn.take(file(), LONG));
            holder.kill();
            Dialect.Turn turn = waiting.get(30, TimeUnit.SECONDS);
            assertThat(isTaken()).isTrue();
            turn.close();
            assertThat(isTaken()).isFalse();
        }
    }

    @Test
    void aStoppedProcessHoldsOthersUpForALimitedTimeOnly() throws Exception {
        try (ChildProcess holder = holder()) {
            long start = System.nanoTime();
            WriteTurn.take(file(), SHORT).close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(SHORT);
            holder.go();
            assertThat(holder.exitCode()).isZero();
        }
    }

    @Test
    void twoStoresOfOneProcessDoNotWaitForEachOther() {
        Dialect.Turn first = WriteTurn.take(file(), LONG);
        WriteTurn.take(file(), LONG).close();
        first.close();
        assertThat(file()).isEmptyFile();
    }

    @Test
    void aFolderThatIsNotThereGivesNoTurn() {
        assertThat(WriteTurn.take(directory.resolve("no/turn"), SHORT)).isSameAs(Dialect.Turn.NONE);
    }

    private ChildProcess holder() throws Exception {
        ChildProcess holder = ChildProcess.start(TurnHolder.class, List.of(file().toString()));
        assertThat(holder.readLine()).isEqualTo("taken");
        return holder;
    }

    private Path file() {
        return directory.resolve("study.db-turn");
    }

    /** Whether this process holds it: a second lock of one process overlaps. */
    private boolean isTaken() throws Exception {
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }
}
