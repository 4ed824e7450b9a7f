package etude.trainer.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Memory;
import etude.datasets.EtudeException;
import etude.trainer.gpu.NativeStub;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a library that checks every argument: no card has seen this yet. */
class NcclTest {
    @TempDir static Path folder;

    /** What rank 0 would send is what the stub gives everybody. */
    @Test
    void everyCallIsWhatTheLibraryExpects() throws Exception {
        List<String> libraries =
                List.of(
                        "no-such-nccl",
                        NativeStub.compile("nccl.c", folder.resolve("libnccl-stub.so")).toString());
        byte[][] id = new byte[1][];
        Function<byte[], byte[]> keep =
                first -> {
                    id[0] = first.clone();
                    return first;
                };
        Nccl leader = Nccl.join(libraries, 0, 3, keep);
        leader.end();

        Nccl nccl = Nccl.join(libraries, 1, 3, own -> id[0]);
        Memory vector = floats(1, 2, 3, 4, 5, 6);
        nccl.add(vector, 6);
        assertThat(vector.getFloatArray(0, 6)).containsExactly(3, 6, 9, 12, 15, 18);

        Memory received = floats(0, 0, 0, 0, 0, 0);
        nccl.exchange(floats(1, 2, 3, 4, 5, 6), 2, received);
        assertThat(received.getFloatArray(0, 6)).containsExactly(3, 4, 3, 4, 3, 4);

        nccl.gather(floats(7, 8), 2, received);
        assertThat(received.getFloatArray(0, 6)).containsExactly(7, 8, 7, 8, 7, 8);

        nccl.broadcast(received, 6);
        assertThat(received.getFloatArray(0, 2)).containsExactly(-7, -8);

        nccl.end();
        assertThatThrownBy(() -> nccl.add(vector, 6))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("ncclAllReduce failed: invalid argument");
    }

    @Test
    void withoutTheLibraryTheSentenceNamesIt() {
        assertThatThrownBy(() -> Nccl.join(List.of("no-such-nccl"), 0, 2, id -> id))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("several ranks on GPUs need NCCL")
                .hasMessageContaining("libnccl2");
    }

    private static Memory floats(float... values) {
        Memory memory = new Memory((long) Float.BYTES * values.length);
        memory.write(0, values, 0, values.length);
        return memory;
    }
}
