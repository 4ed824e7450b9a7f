package etude.trainer.distributed;

import ai.djl.ndarray.NDArray;
import com.sun.jna.Memory;
import etude.datasets.EtudeException;
import etude.trainer.config.DistributedConfig;
import etude.trainer.engine.DataPointer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Processes that find each other by MPI. A roll call goes before everything they do together. */
final class MpiRanks implements Ranks {
    /** Until the config says how long. */
    private static final Duration USUAL = Duration.ofMinutes(10);

    private static final long POLL = TimeUnit.MILLISECONDS.toNanos(100);

    private final Mpi mpi;
    private final Peers peers;
    private final RollCall rollCall;
    private final Watch watch;
    private final Consumer<String> lastWords;
    private DistributedConfig.Sum kind = DistributedConfig.Sum.AUTO;
    private Duration timeout = USUAL;
    private Optional<Nccl> nccl = Optional.empty();
    private State state = State.TOGETHER;

    private enum State {
        TOGETHER,
        /** A rank has failed and all know, so that they only take leave. */
        FAILED,
        /** A rank is gone, so that nothing can be done together. */
        BROKEN
    }

    private MpiRanks(Mpi mpi, Peers peers, Consumer<String> lastWords) {
        this.mpi = mpi;
        this.peers = peers;
        this.lastWords = lastWords;
        rollCall = new RollCall(mpi, peers, USUAL);
        watch = Watch.over(peers, lastWords);
        watch.allow(USUAL);
    }

    /**
     * Joins the others.
     *
     * @param expected how many processes the launcher has started
     */
    static MpiRanks join(int expected, Consumer<String> lastWords) {
        Mpi mpi = Mpi.start();
        if (mpi.size() != expected) {
            throw new EtudeException(
                    "%d processes were started to train together, and this one finds %d by MPI; start them by the mpirun of the same Open MPI, or by srun --mpi=pmix"
                            .formatted(expected, mpi.size()));
        }
        return new MpiRanks(mpi, Peers.introduce(mpi), lastWords);
    }

    @Override
    public int rank() {
        return peers.self().rank();
    }

    @Override
    public int size() {
        return peers.all().size();
    }

    @Override
    public int onThisHost() {
        return peers.here().size();
    }

    @Override
    public int rankOnThisHost() {
        return peers.here().indexOf(peers.self());
    }

    @Override
    public String places() {
        return peers.places();
    }

    @Override
    public void use(DistributedConfig config) {
        kind = config.sum();
        timeout = config.timeout().duration();
        rollCall.allow(timeout);
        watch.allow(timeout);
    }

    @Override
    public boolean agree(boolean yes) {
        try {
            return rollCall.call(yes);
        } catch (RankFailedException e) {
            state = State.FAILED;
            throw e;
        } catch (RankLostException e) {
            state = State.BROKEN;
            if (!e.isSpeaker()) {
                letSpeak();
            }
            throw e;
        }
    }

    /**
     * Leaves the time to the rank that speaks for all, which may have come here later. Once that
     * ends, so does this one, by its launcher if not by itself.
     */
    private void letSpeak() {
        watch.close();
        long began = System.nanoTime();
        while (System.nanoTime() - began < timeout.toNanos()
                && peers.neighbours().stream().allMatch(Neighbour::isAlive)) {
            LockSupport.parkNanos(POLL);
        }
    }

    /** Does something that all ranks do at this place. */
    void together(Runnable operation) {
        agree(false);
        watch.during(operation);
    }

    @Override
    public <T> T awaiting(Supplier<T> device) {
        return watch.awaiting(device);
    }

    @Override
    public byte[] broadcast(byte[] ofFirst) {
        try (Memory length = new Memory(Integer.BYTES)) {
            length.setInt(0, ofFirst.length);
            together(() -> mpi.broadcastBytes(length, Integer.BYTES));
            int count = length.getInt(0);
            if (count == 0) {
                return new byte[0];
            }
            try (Memory data = new Memory(count)) {
                if (leads()) {
                    data.write(0, ofFirst, 0, count);
                }
                watch.during(() -> mpi.broadcastBytes(data, count));
                return data.getByteArray(0, count);
            }
        }
    }

    @Override
    public void broadcast(NDArray vector) {
        if (vector.size() > 0) {
            VectorTransport transport = transport(vector);
            together(() -> transport.broadcast(DataPointer.of(vector), vector.size()));
        }
    }

    /** That of the device on which a vector lies; all ranks have the same kind. */
    private VectorTransport transport(NDArray vector) {
        if (!vector.getDevice().isGpu()) {
            return mpi;
        }
        if (vector.getDevice().getDeviceId() != 0) {
            throw new EtudeException(
                    "several ranks on GPUs: each must see its own GPU alone, as gpu:0, and this one uses gpu:%d; use --devices, srun --gpus-per-task=1, or set CUDA_VISIBLE_DEVICES of each rank"
                            .formatted(vector.getDevice().getDeviceId()));
        }
        if (nccl.isEmpty()) {
            nccl = Optional.of(Nccl.join(Nccl.LIBRARIES, rank(), size(), this::broadcast));
        }
        return nccl.get();
    }

    @Override
    public List<byte[]> gather(byte[] own) {
        try (Memory length = new Memory(Integer.BYTES);
                Memory lengths = new Memory((long) Integer.BYTES * size())) {
            length.setInt(0, own.length);
            together(() -> mpi.allGatherBytes(length, Integer.BYTES, lengths));
            int[] counts = lengths.getIntArray(0, size());
            int total = 0;
            for (int count : counts) {
                total = Math.addExact(total, count);
            }
            byte[] all = new byte[leads() ? total : 0];
            watch.during(() -> mpi.gatherBytes(own, counts, all));
            return leads() ? cut(all, counts) : List.of();
        }
    }

    private static List<byte[]> cut(byte[] all, int... counts) {
        List<byte[]> parts = new ArrayList<>();
        ByteBuffer rest = ByteBuffer.wrap(all);
        for (int count : counts) {
            byte[] part = new byte[count];
            rest.get(part);
            parts.add(part);
        }
        return parts;
    }

    @Override
    public double largest(double own) {
        try (Memory number = new Memory(Double.BYTES);
                Memory all = new Memory((long) Double.BYTES * size())) {
            number.setDouble(0, own);
            together(() -> mpi.allGatherBytes(number, Double.BYTES, all));
            double largest = own;
            for (double other : all.getDoubleArray(0, size())) {
                largest = Math.max(largest, other);
            }
            return largest;
        }
    }

    @Override
    public VectorSum sum(NDArray vector, long gradients) {
        VectorTransport transport = transport(vector);
        return switch (kind) {
            case ORDERED -> new OrderedSum(this, transport, vector);
            case FAST -> new FastSum(this, transport, vector);
            case BFLOAT16 ->
                    gradients < RoundedSum.smallest(size())
                            ? new FastSum(this, transport, vector)
                            : new RoundedSum(this, transport, vector, gradients);
            case AUTO ->
                    vector.getDevice().isGpu()
                            ? new FastSum(this, transport, vector)
                            : new OrderedSum(this, transport, vector);
        };
    }

    @Override
    public void fail(String why) {
        if (state != State.TOGETHER) {
            return;
        }
        state = State.FAILED;
        try {
            rollCall.fail(why);
        } catch (RankLostException e) {
            state = State.BROKEN; // whoever waits for this rank will say so
        }
    }

    @Override
    public int leave(int exitCode) {
        if (state == State.BROKEN) {
            watch.close();
            return exitCode;
        }
        int agreed = exitCode;
        while (!allHere()) {
            agreed = 1;
        }
        watch.close();
        if (state == State.BROKEN) {
            return 1;
        }
        try (Memory code = new Memory(Integer.BYTES)) {
            code.setInt(0, agreed);
            mpi.broadcastBytes(code, Integer.BYTES);
            if (state == State.TOGETHER) {
                nccl.ifPresent(Nccl::end); // after a failure a card may not answer
            }
            mpi.end();
            return code.getInt(0);
        }
    }

    /** Whether nobody is to wait for; one may fail on the way here, which all learn. */
    private boolean allHere() {
        try {
            rollCall.call(false);
            return true;
        } catch (RankFailedException e) {
            state = State.FAILED;
            if (leads()) {
                lastWords.accept(String.valueOf(e.getMessage()));
            }
            return false;
        } catch (RankLostException e) {
            state = State.BROKEN;
            return true;
        }
    }
}
