package etude.tuner.probe;

import etude.tuner.probe.SizeResult.Measured;
import etude.tuner.text.ByteSize;
import java.util.List;
import java.util.Optional;

/**
 * What of the memory is there at any batch size, and what each example adds: the line of least
 * squares through the sizes.
 *
 * @param fixed bytes
 * @param perExample bytes
 * @param sizes that were measured
 * @param error the largest distance of one of them from the line, in bytes
 */
record MemoryGrowth(double fixed, double perExample, int sizes, double error) {
    private static final int LEAST_SIZES = 3;

    /** Empty where there are too few sizes, or the system does not say what they need. */
    static Optional<MemoryGrowth> of(ProbeResult probe) {
        List<Measured> sizes = probe.measured();
        if (sizes.size() < LEAST_SIZES || sizes.stream().anyMatch(s -> probe.needed(s) == 0)) {
            return Optional.empty();
        }
        double size = sizes.stream().mapToDouble(Measured::batchSize).average().orElseThrow();
        double needed = sizes.stream().mapToDouble(probe::needed).average().orElseThrow();
        double products = 0;
        double squares = 0;
        for (Measured one : sizes) {
            products += (one.batchSize() - size) * (probe.needed(one) - needed);
            squares += (one.batchSize() - size) * (one.batchSize() - size);
        }
        double slope = products / squares;
        double fixed = needed - slope * size;
        return Optional.of(
                new MemoryGrowth(
                        fixed,
                        slope,
                        sizes.size(),
                        sizes.stream()
                                .mapToDouble(
                                        s ->
                                                Math.abs(
                                                        probe.needed(s)
                                                                - fixed
                                                                - slope * s.batchSize()))
                                .max()
                                .orElseThrow()));
    }

    /**
     * In a sentence.
     *
     * @param smallest size that was measured
     * @param largest size that was measured
     */
    String sentence(int smallest, int largest) {
        if (perExample * (largest - smallest) <= 2 * error) {
            return "It does not grow measurably with the size: a line through %d sizes is off by up to %s."
                    .formatted(sizes, ByteSize.text((long) error));
        }
        String fit =
                "(a line through %d sizes, off by at most %s)"
                        .formatted(sizes, ByteSize.text((long) error));
        return fixed <= error
                ? "All of it grows with the size, by %s for each example %s."
                        .formatted(ByteSize.text((long) perExample), fit)
                : "About %s are needed at any size, and %s more for each example %s."
                        .formatted(
                                ByteSize.text((long) fixed), ByteSize.text((long) perExample), fit);
    }
}
