package etude.tuner.store;

import etude.trainer.metrics.Measurement;

/** What an evaluation measured, and the number of the trial it belongs to. */
public record TrialMeasurement(int trial, Measurement measurement) {}
