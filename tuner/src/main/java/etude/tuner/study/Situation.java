package etude.tuner.study;

import etude.tuner.store.TrialState;
import etude.tuner.store.TrialStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where the trials and reruns stand that have not ended, as the supervisor of some workers sees it.
 *
 * @param claimable trials that a further worker's process could have
 * @param elsewhere trials that the workers of others are at work on
 * @param lively those of our workers whose trial has had a sign within the lease
 * @param finished whether every one has ended
 */
record Situation(int claimable, int elsewhere, Set<String> lively, boolean finished) {
    /**
     * Looks at the store. All times are by its clock.
     *
     * @param workers names of our living processes
     */
    static Situation of(OpenStudy study, Duration lease, Set<String> workers) {
        List<TrialStatus> open = study.open();
        Instant expired = study.store().now().minus(lease);
        Set<String> lively = new HashSet<>();
        int pending = 0;
        int ours = 0;
        int elsewhere = 0;
        int silent = 0;
        for (TrialStatus trial : open) {
            boolean living =
                    trial.heartbeatAt().filter(sign -> !sign.isBefore(expired)).isPresent();
            if (trial.state() == TrialState.PENDING) {
                pending++;
            } else if (trial.worker().filter(workers::contains).isPresent()) {
                ours++;
                trial.worker().filter(worker -> living).ifPresent(lively::add);
            } else if (living) {
                elsewhere++;
            } else {
                silent++;
            }
        }
        int withoutTrialYet = workers.size() - ours; // each of them will claim one
        return new Situation(
                Math.max(0, pending + silent - withoutTrialYet), elsewhere, lively, open.isEmpty());
    }
}
