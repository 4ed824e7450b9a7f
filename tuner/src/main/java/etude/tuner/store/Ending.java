package etude.tuner.store;

/** How an attempt ends, and what becomes of its trial. */
public sealed interface Ending {
    /** The word that the record of attempts keeps. */
    String word();

    /** The state of the trial from now on. */
    TrialState state();

    /** In a sentence; empty where the word says it all. */
    default String reason() {
        return "";
    }

    /** Trained to the last step. */
    record Completed() implements Ending {
        @Override
        public String word() {
            return "completed";
        }

        @Override
        public TrialState state() {
            return TrialState.COMPLETED;
        }
    }

    /** The settings do not work: the trial is kept and counted, and never tried again. */
    record Infeasible(String reason) implements Ending {
        @Override
        public String word() {
            return "infeasible";
        }

        @Override
        public TrialState state() {
            return TrialState.INFEASIBLE;
        }
    }

    /** Something broke for good; the user may have failed trials tried again. */
    record Failed(String reason) implements Ending {
        @Override
        public String word() {
            return "failed";
        }

        @Override
        public TrialState state() {
            return TrialState.FAILED;
        }
    }

    /** Stopped by a signal: the trial is pending again and continues from its checkpoint. */
    record Preempted() implements Ending {
        @Override
        public String word() {
            return "preempted";
        }

        @Override
        public TrialState state() {
            return TrialState.PENDING;
        }
    }

    /** The process died: the trial is pending again, and whoever counts crashes finds this one. */
    record Crashed(String reason) implements Ending {
        @Override
        public String word() {
            return "crashed";
        }

        @Override
        public TrialState state() {
            return TrialState.PENDING;
        }
    }
}
