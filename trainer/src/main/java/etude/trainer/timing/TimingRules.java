package etude.trainer.timing;

/**
 * When enough was measured.
 *
 * @param relativeWidth width of the 90 % interval of the median over the median at which to stop
 * @param seconds after which to stop anyway; warming up takes at most half as long again
 */
public record TimingRules(double relativeWidth, double seconds) {
    public TimingRules {
        if (!(relativeWidth > 0) || !(seconds > 0)) {
            throw new IllegalArgumentException("width and seconds must be above 0");
        }
    }
}
