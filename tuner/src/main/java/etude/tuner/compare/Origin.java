package etude.tuner.compare;

import etude.tuner.store.AttemptOrigin;
import etude.tuner.store.TrialAttempt;
import etude.tuner.study.OpenStudy;
import java.util.List;
import java.util.TreeMap;

/**
 * Where a comparison comes from, for the record.
 *
 * @param command the command line
 * @param device that trials ran on
 * @param versions such as {@code pytorch 2.7.1}
 */
record Origin(List<String> command, String device, List<String> versions) {
    Origin {
        command = List.copyOf(command);
        versions = List.copyOf(versions);
    }

    /** What the last attempt at the first trial says about device and versions. */
    static Origin of(OpenStudy study, List<String> command) {
        List<TrialAttempt> attempts = study.store().attempts(study.id(), 0);
        if (attempts.isEmpty()) {
            return new Origin(command, "", List.of());
        }
        AttemptOrigin last = attempts.get(attempts.size() - 1).origin();
        return new Origin(
                command,
                "device " + last.device(),
                new TreeMap<>(last.versions())
                        .entrySet().stream().map(v -> v.getKey() + " " + v.getValue()).toList());
    }
}
