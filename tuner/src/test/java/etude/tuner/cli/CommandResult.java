package etude.tuner.cli;

/** How a command ended and what it printed. */
record CommandResult(int exitCode, String out, String err) {}
