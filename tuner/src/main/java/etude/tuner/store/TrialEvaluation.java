package etude.tuner.store;

/** An evaluation and the number of the trial it belongs to. */
public record TrialEvaluation(int trial, Evaluation evaluation) {}
