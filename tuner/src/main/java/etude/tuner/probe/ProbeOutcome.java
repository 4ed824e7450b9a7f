package etude.tuner.probe;

import etude.datasets.EtudeException;
import etude.tuner.probe.SizeResult.Failed;
import etude.tuner.probe.SizeResult.Failure;
import etude.tuner.text.ByteSize;
import java.time.Duration;
import java.util.Comparator;

/** How a probe ended. */
public sealed interface ProbeOutcome {
    /** All sizes were tried. */
    record Done(SizeReport report) implements ProbeOutcome {}

    /**
     * Not even the smallest size fits.
     *
     * @param sentence says so, with what to do
     */
    record NothingFits(String sentence) implements ProbeOutcome {
        /**
         * Says why of a config that does not build.
         *
         * @param patience how long it was waited for
         * @throws EtudeException where the reason is not memory
         */
        static NothingFits of(ChildAnswer answer, Duration patience) {
            if (answer instanceof ChildAnswer.Mistakes mistakes) {
                throw mistakes.exception();
            }
            Failed failed = (Failed) answer;
            if (failed.failure() == Failure.OUT_OF_MEMORY) {
                return new NothingFits(
                        "the model alone does not fit (%s); use a smaller model or more memory"
                                .formatted(failed.detail()));
            }
            throw new EtudeException(
                    failed.failure() == Failure.TOO_SLOW
                            ? "the config does not build in %d minutes; look at its data set"
                                    .formatted(patience.toMinutes())
                            : "the config does not build: " + failed.detail());
        }

        /**
         * Says why of a probe that measured no size at all.
         *
         * @throws EtudeException where the reason is not memory
         */
        static NothingFits of(ProbeResult probe) {
            Failed failed =
                    probe.rows().stream()
                            .map(Failed.class::cast)
                            .min(Comparator.comparing(row -> !row.failure().memory()))
                            .orElseThrow();
            String setting = probe.mode().setting();
            return switch (failed.failure()) {
                case OUT_OF_MEMORY ->
                        new NothingFits(
                                "not even %s %d fits%s (%s); use a smaller model, a shorter precision or more memory"
                                        .formatted(
                                                setting,
                                                failed.batchSize(),
                                                in(probe),
                                                failed.detail()));
                case EVALUATION_OUT_OF_MEMORY ->
                        new NothingFits(
                                "evaluation.batch_size does not fit%s even beside batch_size %d (%s); lower it, the same command with --evaluation finds a size that fits"
                                        .formatted(in(probe), failed.batchSize(), failed.detail()));
                case CRASHED, REFUSED, TOO_SLOW ->
                        throw new EtudeException(
                                "no %s could be measured; %d: %s"
                                        .formatted(setting, failed.batchSize(), failed.detail()));
            };
        }

        private static String in(ProbeResult probe) {
            return probe.memory() == 0 ? "" : " in " + ByteSize.text(probe.memory());
        }
    }

    /** Stopped by a signal after so many sizes; the same command continues. */
    record Preempted(int sizes) implements ProbeOutcome {}
}
