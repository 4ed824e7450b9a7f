package etude.tuner.analysis.data;

import java.util.List;

/**
 * A study and its trials: all that the analysis reads.
 *
 * @param trials in any state
 * @param reruns of trials' settings with other seeds
 */
public record StudyData(
        StudyDesign design, DatasetFacts dataset, List<TrialData> trials, List<Rerun> reruns) {
    public StudyData {
        trials = List.copyOf(trials);
        reruns = List.copyOf(reruns);
    }
}
