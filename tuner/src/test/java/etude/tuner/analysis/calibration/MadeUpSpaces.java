package etude.tuner.analysis.calibration;

import java.util.List;
import java.util.stream.Stream;

/** Made-up studies about search spaces, infeasible trials and conclusions. */
final class MadeUpSpaces {
    private MadeUpSpaces() {}

    static List<MadeUp> all() {
        return Stream.of(MadeUpEdges.all()).flatMap(List::stream).toList();
    }
}
