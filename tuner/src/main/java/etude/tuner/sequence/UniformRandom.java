package etude.tuner.sequence;

import etude.datasets.RandomStream;

/** Independent uniform points: what quasi-random search is compared with. */
public record UniformRandom(long seed, int dimensions) implements PointSequence {
    @Override
    public double[] point(long number) {
        double[] coordinates = new double[dimensions];
        for (int d = 0; d < dimensions; d++) {
            long word = RandomStream.SEARCH.seed(RandomStream.SEARCH.seed(seed, d), number);
            coordinates[d] = (word >>> 11) * 0x1p-53;
        }
        return coordinates;
    }
}
