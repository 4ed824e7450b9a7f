package etude.trainer.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an attempt knows about itself when it starts.
 *
 * @param command the command line
 * @param workingDirectory where it runs; if that is a git checkout, its commit and diff are
 *     recorded
 * @param device the device in words
 * @param versions by name: java, djl, pytorch, etude
 * @param gpu what computes on a GPU; empty on a CPU
 */
public record AttemptFacts(
        List<String> command,
        Path workingDirectory,
        String device,
        Map<String, String> versions,
        Optional<GpuFacts> gpu) {
    public AttemptFacts {
        command = List.copyOf(command);
        versions = Map.copyOf(versions);
    }
}
