package etude.tuner.analysis.statistics;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * Which of many regions holds more marked things than chance puts there. What chance does is learnt
 * by marking as many others at random: what is found must exceed the largest of all regions'
 * figures then (Westfall and Young 1993), which allows for how many regions there are and for their
 * overlap.
 */
public final class Clustering {
    /** Enough to tell 5 %. */
    private static final int SHUFFLES = 199;

    /** Any number; fixed, so that a report is the same each time. */
    private static final long SEED = 1;

    /**
     * Where marked things may lie.
     *
     * @param members by their numbers
     * @param penalty how much more it must say than a simple region, as a logarithm of probability
     */
    public record Region(BitSet members, double penalty) {}

    private final List<Region> regions;

    public Clustering(List<Region> regions) {
        this.regions = List.copyOf(regions);
    }

    /**
     * The number of the region that says most; empty where chance may say as much.
     *
     * @param among the things that count
     * @param marked some of them
     */
    public OptionalInt find(BitSet among, BitSet marked, double significance) {
        int[] things = among.stream().toArray();
        BitSet shuffled = (BitSet) marked.clone();
        shuffled.and(among);
        Scores scores = new Scores(among, things.length, shuffled.cardinality());
        double most = scores.most(shuffled);
        SplittableRandom random = new SplittableRandom(SEED);
        int as = 1;
        for (int i = 0; i < SHUFFLES && as <= significance * (SHUFFLES + 1); i++) {
            if (scores.most(drawn(things, scores.marked, random)) >= most - 1e-9) {
                as++;
            }
        }
        return most > 0 && as <= significance * (SHUFFLES + 1)
                ? OptionalInt.of(scores.first(shuffled, most))
                : OptionalInt.empty();
    }

    private static BitSet drawn(int[] things, int count, SplittableRandom random) {
        BitSet drawn = new BitSet();
        for (int i = 0; i < count; i++) {
            int other = i + random.nextInt(things.length - i);
            int thing = things[other];
            things[other] = things[i];
            things[i] = thing;
            drawn.set(thing);
        }
        return drawn;
    }

    /** What each region says, by how many marked things it holds. */
    private final class Scores {
        private final int marked;
        private final List<long[]> members = new ArrayList<>();
        private final List<double[]> byFound = new ArrayList<>();

        Scores(BitSet among, int things, int marked) {
            this.marked = marked;
            FisherExact test = new FisherExact(things, marked);
            for (Region region : regions) {
                BitSet mine = (BitSet) region.members().clone();
                mine.and(among);
                members.add(mine.toLongArray());
                double[] scores = new double[Math.min(mine.cardinality(), marked) + 1];
                for (int found = 1; found < scores.length; found++) {
                    scores[found] =
                            -Math.log(test.atLeast(mine.cardinality(), found)) - region.penalty();
                }
                byFound.add(scores);
            }
        }

        double most(BitSet drawn) {
            long[] words = drawn.toLongArray();
            double most = 0;
            for (int i = 0; i < byFound.size(); i++) {
                most = Math.max(most, score(i, words));
            }
            return most;
        }

        int first(BitSet drawn, double score) {
            long[] words = drawn.toLongArray();
            int i = 0;
            while (score(i, words) < score) {
                i++;
            }
            return i;
        }

        private double score(int region, long[] words) {
            long[] mine = members.get(region);
            int found = 0;
            for (int i = 0; i < Math.min(mine.length, words.length); i++) {
                found += Long.bitCount(mine[i] & words[i]);
            }
            return byFound.get(region)[found];
        }
    }
}
