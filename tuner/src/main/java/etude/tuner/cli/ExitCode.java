package etude.tuner.cli;

/** What the process tells its caller; part of the command's contract, listed by {@code --help}. */
final class ExitCode {
    static final int DONE = 0;
    static final int FAILURE = 1;
    static final int USAGE = 2;
    static final int DIVERGED = 3;
    static final int OUT_OF_MEMORY = 4;

    /** EX_TEMPFAIL of sysexits.h: stopped by a signal, the same command continues. */
    static final int PREEMPTED = 75;

    private ExitCode() {}
}
