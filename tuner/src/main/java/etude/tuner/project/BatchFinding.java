package etude.tuner.project;

import etude.tuner.probe.KeptProbe;

/**
 * A probe of the incumbent.
 *
 * @param directory of the probe
 */
public record BatchFinding(String directory, KeptProbe probe) {}
