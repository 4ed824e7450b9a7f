package etude.trainer.distributed;

import com.sun.jna.NativeLibrary;
import etude.trainer.config.DistributedConfig;
import etude.trainer.config.TimeLimit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** One of three ranks that meet in a barrier of MPI, to which rank 1 never comes. */
final class StoppedRanks {
    private StoppedRanks() {}

    public static void main(String[] arguments) {
        MpiRanks ranks =
                (MpiRanks)
                        Ranks.join(System.getenv(), words -> System.out.println("said " + words));
        ranks.use(new DistributedConfig(DistributedConfig.Sum.AUTO, new TimeLimit(2)));
        NativeLibrary mpi = NativeLibrary.getInstance("libmpi.so.40", Map.of("open-flags", 0x101));
        ranks.together(
                () -> {
                    if (ranks.rank() == 1) {
                        stop();
                    }
                    mpi.getFunction("MPI_Barrier")
                            .invokeInt(
                                    new Object[] {
                                        mpi.getGlobalVariableAddress("ompi_mpi_comm_world")
                                    });
                });
        System.out.printf("rank %d has met the others%n", ranks.rank());
    }

    /**
     * Never returns, for a signal to itself does not stop the thread that sent it: on busy cores
     * that one has gone on and met the others before any thread took the signal.
     */
    private static void stop() {
        long process = ProcessHandle.current().pid();
        System.out.printf("process %d stops%n", process);
        try {
            new ProcessBuilder("kill", "-STOP", Long.toString(process)).start();
            new CountDownLatch(1).await();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
