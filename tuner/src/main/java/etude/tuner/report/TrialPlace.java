package etude.tuner.report;

import etude.tuner.store.Trial;
import etude.tuner.study.OpenStudy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the table of trials says of a trial beside the analysis.
 *
 * @param reason of its state, as the store has it
 * @param directory of its run, seen from the report; empty while there is none
 * @param command that trains it alone; empty while there is none
 */
record TrialPlace(String reason, Optional<Path> directory, Optional<String> command) {
    private static final Pattern PLAIN = Pattern.compile("[\\w./:@%+,=-]+");

    /** Those of all trials, by number. */
    static Map<Integer, TrialPlace> read(OpenStudy study) {
        Map<Integer, TrialPlace> places = new HashMap<>();
        for (Trial trial : study.store().trials(study.id())) {
            places.put(trial.number(), of(study, trial));
        }
        return places;
    }

    /** The config in the run directory has every value, the seed and the number of threads. */
    private static TrialPlace of(OpenStudy study, Trial trial) {
        Path run = study.directory().trial(trial.runDirectory());
        Path config = run.resolve("config.yaml");
        boolean begun = Files.exists(config);
        return new TrialPlace(
                trial.reason().orElse(""),
                begun ? Optional.of(Path.of(trial.runDirectory())) : Optional.empty(),
                begun ? Optional.of("etude train " + quoted(config)) : Optional.empty());
    }

    /** As a shell takes it for one word. */
    private static String quoted(Path path) {
        String text = path.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** Of a trial of which nothing is known. */
    static TrialPlace unknown() {
        return new TrialPlace("", Optional.empty(), Optional.empty());
    }
}
