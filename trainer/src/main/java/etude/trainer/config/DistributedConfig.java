package etude.trainer.config;

import etude.datasets.config.Setting;

/** How several ranks train one model together; without a meaning where there is one. */
public record DistributedConfig(
        @Setting(
                        value =
                                "How gradients of several ranks are added: ordered (in the order of the ranks, to the same bits as one process with as many passes), fast (as the library likes), bfloat16 (gradients travel rounded, half of the bytes) or auto (ordered on CPUs, fast on GPUs).",
                        defaultsTo = "auto")
                Sum sum,
        @Setting(
                        value =
                                "How long a rank waits for another one before all end, such as 600s or 10m: longer than the longest checkpoint and evaluation take.",
                        defaultsTo = "600s")
                TimeLimit timeout) {
    /** See {@link #sum}. */
    public enum Sum {
        AUTO,
        ORDERED,
        FAST,
        BFLOAT16
    }
}
