package etude.trainer.timing;

/**
 * How long one step takes once its time is steady.
 *
 * @param warmupSteps steps before measuring
 * @param steady whether the time was steady when measuring began; otherwise warming up took too
 *     long
 * @param steps measured
 * @param blocks the steps were measured in; the values behind median and interval
 * @param seconds per step: median over the blocks, and its 90 % interval
 * @param meanSeconds per step: all measured time over all steps
 * @param slowestSeconds per step of the slowest block
 * @param dataWait fraction of the measured time in which the loop waited for data
 */
public record Timing(
        int warmupSteps,
        boolean steady,
        int steps,
        int blocks,
        MedianInterval seconds,
        double meanSeconds,
        double slowestSeconds,
        double dataWait) {}
