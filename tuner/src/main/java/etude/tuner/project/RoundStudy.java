package etude.tuner.project;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The study of a round, as far as it is.
 *
 * @param directory of the study
 * @param unended trials that have not ended
 * @param failed trials that say nothing of their settings
 * @param openReruns reruns that have not ended
 * @param failedReruns likewise
 * @param contestants the best trial of each arm in which one is feasible, best first
 * @param edge why its ranges are to be widened, in a sentence; empty where they need not be
 * @param verdicts those on the study that are not good, in sentences
 * @param steps of each trial; empty where they are written in epochs or examples
 * @param effort of its trials and reruns
 */
public record RoundStudy(
        String directory,
        int unended,
        int failed,
        int openReruns,
        int failedReruns,
        List<Contestant> contestants,
        Optional<String> edge,
        List<String> verdicts,
        OptionalLong steps,
        Effort effort) {
    public RoundStudy {
        contestants = List.copyOf(contestants);
        verdicts = List.copyOf(verdicts);
    }

    /** The best with a change. */
    public Optional<Contestant> candidate() {
        return contestants.stream().filter(one -> !one.isIncumbent()).findFirst();
    }

    /** The incumbent after as much tuning. */
    public Optional<Contestant> incumbent() {
        return contestants.stream().filter(Contestant::isIncumbent).findFirst();
    }
}
