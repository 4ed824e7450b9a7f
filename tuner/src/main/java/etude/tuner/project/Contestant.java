package etude.tuner.project;

import etude.tuner.analysis.result.RerunResults;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A configuration that was measured: the best trial of an arm of a study.
 *
 * @param label of the arm, such as {@code dropout=true}
 * @param isIncumbent whether it differs from the incumbent in nothing but what every arm tunes
 * @param changes that make it of the incumbent, {@code key=value} each
 * @param study the directory of the study
 * @param value the best checkpoint of the trial; less is better
 * @param reruns what the same settings reached with other seeds
 * @param sampling standard error, by the choice of validation examples, of its difference from the
 *     incumbent's side of the study, or else of its value; empty where that is not known
 */
public record Contestant(
        String label,
        boolean isIncumbent,
        List<String> changes,
        String study,
        int trial,
        double value,
        RerunResults reruns,
        OptionalDouble sampling) {
    private static final String STEPS = "max_train_steps=";

    public Contestant {
        changes = List.copyOf(changes);
    }

    /** The number of steps that it trains instead of the incumbent's; empty for as many. */
    public OptionalLong steps() {
        return changes.stream()
                .filter(change -> change.startsWith(STEPS))
                .map(change -> change.substring(STEPS.length()))
                .filter(value -> value.matches("\\d{1,18}"))
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    /** What it reached, for the files. */
    public Measured measured(String metric) {
        int count = reruns.costs().size();
        return count < 2
                ? Measured.once(metric, study, trial, value)
                : new Measured(
                        metric, study, trial, value, reruns.mean(), reruns.deviation(), count);
    }
}
