package etude.tuner.analysis.calibration;

import java.util.List;

/** Made-up studies about search spaces, infeasible trials and conclusions. */
final class MadeUpSpaces {
    private MadeUpSpaces() {}

    static List<MadeUp> all() {
        return List.of();
    }
}
