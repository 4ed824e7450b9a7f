package etude.tuner.record;

/**
 * The settings of a trial, trained again with another seed.
 *
 * @param trial whose settings these are
 * @param objective its best value over training
 */
public record Rerun(int trial, long seed, double objective) {}
