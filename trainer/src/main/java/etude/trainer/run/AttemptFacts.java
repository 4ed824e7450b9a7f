package etude.trainer.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an attempt knows about itself when it starts.
 *
 * @param command the command line
 * @param git the checkout whose code runs, if there is one
 * @param device the device in words
 * @param versions by name: java, djl, pytorch, etude
 * @param engine what computes on the device and how it was set, by name
 */
public record AttemptFacts(
        List<String> command,
        Optional<GitState> git,
        String device,
        Map<String, String> versions,
        Map<String, String> engine) {
    public AttemptFacts {
        command = List.copyOf(command);
        versions = Map.copyOf(versions);
        engine = Map.copyOf(engine);
    }
}
