package etude.trainer.engine;

/**
 * What an update does with a parameter that is trained.
 *
 * @param learningRateScale factor of the scheduled learning rate
 * @param weightDecay 0 for those that it spares
 */
public record Treatment(double learningRateScale, double weightDecay) {}
