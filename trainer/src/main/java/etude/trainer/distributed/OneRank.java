package etude.trainer.distributed;

import ai.djl.ndarray.NDArray;
import etude.trainer.config.DistributedConfig;
import java.util.List;
import java.util.function.Supplier;

/** A process that trains by itself: nobody to ask or to tell. */
record OneRank() implements Ranks {
    @Override
    public int rank() {
        return 0;
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public int onThisHost() {
        return 1;
    }

    @Override
    public int rankOnThisHost() {
        return 0;
    }

    @Override
    public String places() {
        return "0 here";
    }

    @Override
    public void use(DistributedConfig config) {}

    @Override
    public boolean agree(boolean yes) {
        return yes;
    }

    @Override
    public byte[] broadcast(byte[] ofFirst) {
        return ofFirst;
    }

    @Override
    public void broadcast(NDArray vector) {}

    @Override
    public List<byte[]> gather(byte[] own) {
        return List.of(own);
    }

    @Override
    public double largest(double own) {
        return own;
    }

    @Override
    public VectorSum sum(NDArray vector, long gradients) {
        return new VectorSum.OfOne();
    }

    @Override
    public <T> T awaiting(Supplier<T> device) {
        return device.get();
    }

    @Override
    public void fail(String why) {}

    @Override
    public int leave(int exitCode) {
        return exitCode;
    }
}
