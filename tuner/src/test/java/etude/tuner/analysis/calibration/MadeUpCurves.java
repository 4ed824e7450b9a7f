package etude.tuner.analysis.calibration;

import java.util.List;

/** Made-up studies about training curves. */
final class MadeUpCurves {
    private MadeUpCurves() {}

    static List<MadeUp> all() {
        return List.of();
    }
}
