package etude.tuner.probe;

import etude.trainer.timing.Setup;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything a probe knows so far.
 *
 * @param name of the config
 * @param mode what was probed
 * @param command that made it
 * @param started in ISO format, UTC
 * @param key what the results depend on
 * @param setup what the config builds
 * @param machine it ran on
 * @param memory bytes that a size may use: the limit on the CPU, the device's on a GPU; 0 where not
 *     known
 * @param sizes results by batch size
 */
public record ProbeResult(
        String name,
        Mode mode,
        List<String> command,
        String started,
        ProbeKey key,
        Setup setup,
        String machine,
        long memory,
        SortedMap<Integer, SizeResult> sizes) {
    public ProbeResult {
        command = List.copyOf(command);
        sizes = Collections.unmodifiableSortedMap(new TreeMap<>(sizes));
    }

    /** With one more size. */
    ProbeResult with(SizeResult result) {
        SortedMap<Integer, SizeResult> more = new TreeMap<>(sizes);
        more.put(result.batchSize(), result);
        return with(more);
    }

    /** With other sizes. */
    ProbeResult with(SortedMap<Integer, SizeResult> others) {
        return new ProbeResult(name, mode, command, started, key, setup, machine, memory, others);
    }

    /** Smallest size first. */
    public Collection<SizeResult> rows() {
        return sizes.values();
    }

    /** Bytes of memory a size needs, as {@link #memory} counts them. */
    public long needed(SizeResult.Measured size) {
        return setup.gpu() ? size.memory().device() : size.memory().allocated();
    }
}
