package etude.tuner.study;

import etude.datasets.EtudeException;
import etude.trainer.engine.DeviceLostException;
import etude.tuner.store.AttemptEnd;
import etude.tuner.store.Claim;
import etude.tuner.store.Ending;
import etude.tuner.store.StudyStore;
import etude.tuner.store.TrialAttempt;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Decides what becomes of a trial whose process died. */
final class Crashes {
    /** Attempts in a row that died without getting to a further checkpoint. */
    private static final int LIMIT = 5;

    /**
     * Attempts in a row without progress whose process somebody killed, or whose GPU faulted, which
     * is seldom the trial's doing.
     */
    private static final int LIMIT_FROM_OUTSIDE = 10;

    private static final int SIGNALS = 128;
    private static final int KILLED = SIGNALS + 9;

    private Crashes() {}

    /**
     * Another attempt, or the end of the trial, after its process died.
     *
     * @param exitCode of the process; above 128 it is that of a signal
     */
    static Ending ending(StudyStore store, Claim claim, int exitCode) {
        int limit = exitCode == KILLED ? LIMIT_FROM_OUTSIDE : LIMIT;
        return ending(store, claim, "the process " + words(exitCode), limit);
    }

    /**
     * Another attempt, or the end of the trial, after an attempt that could not go on.
     *
     * @param why it could not
     */
    static Ending ending(StudyStore store, Claim claim, EtudeException why) {
        int limit = why instanceof DeviceLostException ? LIMIT_FROM_OUTSIDE : LIMIT;
        return ending(store, claim, String.valueOf(why.getMessage()), limit);
    }

    private static Ending ending(StudyStore store, Claim claim, String what, int limit) {
        int crashes = 1 + inARow(store.attempts(claim.studyId(), claim.number()), claim.attempt());
        return crashes >= limit
                ? new Ending.Failed(
                        "%d attempts in a row made no progress; in the last one, %s"
                                .formatted(crashes, what))
                : new Ending.Crashed(what);
    }

    /** Crashed attempts before this one that continued from the same step as it. */
    private static int inARow(List<TrialAttempt> attempts, int current) {
        OptionalLong from =
                attempts.stream()
                        .filter(attempt -> attempt.attempt() == current)
                        .findFirst()
                        .map(TrialAttempt::continuedFrom)
                        .orElse(OptionalLong.empty());
        int crashes = 0;
        for (TrialAttempt attempt : attempts) {
            if (attempt.attempt() < current) {
                boolean crashed = attempt.ended().equals(Optional.of(AttemptEnd.CRASHED));
                boolean same = attempt.continuedFrom().equals(from) || from.isEmpty();
                crashes = crashed && same ? crashes + 1 : 0;
            }
        }
        return crashes;
    }

    private static String words(int exitCode) {
        return switch (exitCode - SIGNALS) {
            case 6 -> "was aborted by native code (SIGABRT)";
            case 9 ->
                    "was killed from outside (SIGKILL), by the kernel if memory ran out or by somebody";
            case 11 -> "crashed in native code (SIGSEGV)";
            default ->
                    exitCode > SIGNALS
                            ? "was ended by signal " + (exitCode - SIGNALS)
                            : "ended with exit code " + exitCode;
        };
    }
}
