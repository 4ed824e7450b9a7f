package etude.trainer.run;

import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.datasets.Target;
import etude.trainer.files.AtomicFiles;
import etude.trainer.loop.EvaluationResult;
import etude.trainer.metrics.Measurement;
import etude.trainer.metrics.MetricsLog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code outcomes.json} is to hold while a run trains: it changes with each evaluation. */
final class OutcomesRecorder {
    private static final int MOST_CLASSES = 50;

    private final Ranking ranking;
    private Optional<Measurement> best;
    private Outcomes kept;
    private Optional<Outcomes.Evaluated> present = Optional.empty();

    private OutcomesRecorder(Ranking ranking, Optional<Measurement> best, Outcomes kept) {
        this.ranking = ranking;
        this.best = best;
        this.kept = kept;
    }

    /**
     * For a run that continues from the checkpoint of {@code step}, 0 for its start: what later
     * evaluations found is dropped, for they will be done again.
     *
     * @throws EtudeException when the disk refuses
     */
    static OutcomesRecorder open(RunDirectory run, long step, Ranking ranking) {
        Outcomes kept = step == 0 ? none() : upTo(step, read(run));
        if (kept.best().or(kept::last).isPresent()) {
            kept.write(run);
        } else {
            AtomicFiles.delete(run.outcomes());
        }
        List<Measurement> evaluations =
                MetricsLog.read(run.metrics()).stream()
                        .filter(one -> one.metrics().containsKey("validation/loss"))
                        .toList();
        return new OutcomesRecorder(ranking, ranking.best(evaluations), kept);
    }

    private static Outcomes none() {
        return new Outcomes(Optional.empty(), Optional.empty());
    }

    /** A damaged file only costs a picture of what was: that is no reason not to train. */
    private static Outcomes read(RunDirectory run) {
        try {
            return Outcomes.read(run).orElseGet(OutcomesRecorder::none);
        } catch (CorruptFileException e) {
            return none();
        }
    }

    private static Outcomes upTo(long step, Outcomes outcomes) {
        return new Outcomes(
                outcomes.best().filter(evaluated -> evaluated.step() <= step),
                outcomes.last().filter(evaluated -> evaluated.step() <= step));
    }

    /** What an evaluation of the validation examples found; its metrics follow. */
    void evaluated(long step, EvaluationResult result) {
        present = predictions(result).map(predictions -> new Outcomes.Evaluated(step, predictions));
    }

    private static Optional<Outcomes.Predictions> predictions(EvaluationResult result) {
        if (!result.isFinite()) {
            return Optional.empty();
        }
        if (result.target() instanceof Target.Value) {
            return Optional.of(Outcomes.Residuals.of(result.targets(), result.predicted()));
        }
        return result.target() instanceof Target.Classes classes
                        && classes.names().size() <= MOST_CLASSES
                ? Optional.of(
                        Outcomes.Confusion.of(
                                classes.names(), result.targets(), result.predicted()))
                : Optional.empty();
    }

    /**
     * The metrics of {@code step}, which say whether an evaluation was the best.
     *
     * @return what the file is to hold from now on, if that has changed
     */
    Optional<Outcomes> measured(long step, Map<String, Double> metrics) {
        if (present.isEmpty()) {
            return Optional.empty();
        }
        Measurement measurement = new Measurement(step, metrics);
        Optional<Measurement> winner =
                ranking.best(Stream.concat(best.stream(), Stream.of(measurement)).toList());
        kept =
                new Outcomes(
                        winner.filter(measurement::equals).isPresent() ? present : kept.best(),
                        present);
        best = winner;
        present = Optional.empty();
        return Optional.of(kept);
    }
}
