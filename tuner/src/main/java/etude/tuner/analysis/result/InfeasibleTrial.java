package etude.tuner.analysis.result;

import etude.tuner.record.TrialRecord;
import etude.tuner.store.Infeasible;

/** A trial whose settings do not work. */
public record InfeasibleTrial(TrialRecord trial, Infeasible reason) {}
