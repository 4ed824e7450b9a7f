package etude.tuner.analysis.result;

import etude.tuner.analysis.data.InfeasibleReason;
import etude.tuner.analysis.data.TrialData;

/** A trial whose settings do not work. */
public record InfeasibleTrial(TrialData trial, InfeasibleReason reason) {}
