package etude.tuner.analysis.data;

/**
 * One scientific configuration of a study.
 *
 * @param label for people, such as {@code optimizer.name=adam}
 * @param trials how many it is to have
 */
public record ArmData(int index, String label, int trials) {}
