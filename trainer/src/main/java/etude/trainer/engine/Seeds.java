package etude.trainer.engine;

import ai.djl.pytorch.jni.JniUtils;
import etude.datasets.RandomStream;

/**
 * Seeds the engine's generator, whose state cannot be read or saved: so it is set anew wherever it
 * matters.
 */
public final class Seeds {
    private Seeds() {}

    /** The engine's next random numbers become a function of (seed, stream, position). */
    public static void engine(long seed, RandomStream stream, long position) {
        JniUtils.setSeed(stream.seed(seed, position));
    }
}
