package etude.trainer.loop;

import etude.datasets.config.DatasetConfig;
import etude.datasets.config.SourceConfig;

/** Threads that read and augment: as many as there are processors beside the loop's, up to some. */
public final class Readers {
    private static final int MOST = 8;

    /** Decoding a picture takes many times as long as reading its pixels. */
    private static final int MOST_THAT_DECODE = 32;

    private Readers() {}

    /** Never changes results. */
    public static int count() {
        return upTo(MOST, 1);
    }

    /** Likewise where several processes share this machine's processors. */
    public static int count(int processes, DatasetConfig data) {
        boolean decodes =
                data.source() instanceof SourceConfig.ImageFolder folder
                        && folder.decode() == SourceConfig.Decode.TRAINING;
        return upTo(decodes ? MOST_THAT_DECODE : MOST, processes);
    }

    private static int upTo(int most, int processes) {
        int processors = Runtime.getRuntime().availableProcessors() / processes;
        return Math.max(1, Math.min(most, processors - 1));
    }
}
