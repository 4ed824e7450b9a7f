package etude.tuner.procedure;

import etude.tuner.analysis.statistics.Quantiles;
import etude.tuner.page.Section;
import etude.tuner.text.MetricLine;
import etude.tuner.text.Numbers;
import etude.tuner.text.Quantities;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What the sweep says about {@code max_train_steps}. */
sealed interface StepsResult extends Result {
    StepsProcedure procedure();

    Sweep sweep();

    /** The training metric that counts as a perfect fit. */
    double limit();

    static StepsResult of(StepsProcedure procedure, Sweep sweep, double limit) {
        return sweep.best()
                .<StepsResult>map(
                        best ->
                                best.fitted().isPresent()
                                        ? new Fitted(procedure, sweep, limit, best)
                                        : new NeverFitted(procedure, sweep, limit, best))
                .orElseGet(() -> new NothingTrains(procedure, sweep, limit));
    }

    @Override
    default List<Section> sections() {
        return new StepsPage(this).sections();
    }

    /** Seconds per 1,000 steps, in the median of the trials. */
    default OptionalDouble secondsPerThousand() {
        double[] seconds =
                sweep().rates().stream()
                        .flatMapToDouble(rate -> rate.secondsPerStep().stream())
                        .toArray();
        return seconds.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(1000 * Quantiles.median(seconds));
    }

    /** In words, with a leading space; nothing where it is not known. */
    default String time() {
        return secondsPerThousand().isPresent()
                ? " 1,000 steps take %s."
                        .formatted(Quantities.duration(secondsPerThousand().getAsDouble()))
                : "";
    }

    /** What the best rate at an edge means, with a leading space; nothing where it is inside. */
    default String edge() {
        return switch (sweep().place()) {
            case INSIDE -> "";
            case LOWEST, HIGHEST ->
                    " It is the %s rate of the sweep, also after widening it: another rate may need fewer steps."
                            .formatted(
                                    sweep().place() == Sweep.Place.LOWEST ? "lowest" : "highest");
        };
    }

    /** For programs. */
    default Map<String, Object> json(String result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("result", result);
        json.put("limit", limit());
        json.put("rates", sweep().rates().size());
        secondsPerThousand().ifPresent(seconds -> json.put("seconds_per_1000_steps", seconds));
        return json;
    }

    private static Map<String, Object> with(Map<String, Object> json, SweptRate best) {
        json.put("study", best.study());
        json.put("trial", best.trial());
        json.put("learning_rate", best.rate());
        return json;
    }

    /** A rate fits the training set; the fastest one decides. */
    record Fitted(StepsProcedure procedure, Sweep sweep, double limit, SweptRate best)
            implements StepsResult {
        private long step() {
            return best.fitted().orElseThrow();
        }

        @Override
        public List<String> sentences() {
            List<String> sentences = new ArrayList<>();
            sentences.add("max_train_steps: begin with %,d.".formatted(step()));
            sentences.add(
                    "The fastest of %s, %s, has %s from step %,d on, to within the %s between evaluations (trial %d of %s).%s%s"
                            .formatted(
                                    Numbers.count(sweep.rates().size(), "constant rate"),
                                    Numbers.text(best.rate()),
                                    procedure.fit().words(),
                                    step(),
                                    Numbers.count(procedure.everySteps(), "step"),
                                    best.trial(),
                                    best.study(),
                                    edge(),
                                    time()));
            if (!procedure.leftOut().isEmpty()) {
                sentences.add(
                        "The config has %s, which the sweep left out: with %s training may need more steps."
                                .formatted(
                                        StepsProcedure.list(procedure.leftOut()),
                                        procedure.leftOut().size() == 1 ? "it" : "them"));
            }
            return sentences;
        }

        @Override
        public Patch patch() {
            String now = procedure.config().maxTrainSteps().text();
            return new Patch(
                    List.of(
                            new Patch.Key(
                                    "max_train_steps",
                                    now,
                                    Long.toString(step()),
                                    "The fastest constant learning rate, %s, fits the training set in so many steps."
                                            .formatted(Numbers.text(best.rate())))));
        }

        @Override
        public Map<String, Object> json() {
            Map<String, Object> json = with(json("fitted"), best);
            json.put("max_train_steps", step());
            json.put("edge", sweep.place() != Sweep.Place.INSIDE);
            return json;
        }
    }

    /** No rate fits the training set in these steps. */
    record NeverFitted(StepsProcedure procedure, Sweep sweep, double limit, SweptRate best)
            implements StepsResult {
        @Override
        public List<String> sentences() {
            return List.of(
                    "Compute-bound at %,d steps, or the model cannot fit the training set: choose max_train_steps by patience."
                            .formatted(procedure.atMost()),
                    "No rate of %d from %s reached %s; the lowest was %s, at %s.%s%s"
                            .formatted(
                                    sweep.rates().size(),
                                    StepsProcedure.range(sweep),
                                    procedure.fit().words(),
                                    MetricLine.value(procedure.fit().metric(), best.lowest()),
                                    Numbers.text(best.rate()),
                                    edge(),
                                    time()));
        }

        @Override
        public Map<String, Object> json() {
            Map<String, Object> json = with(json("compute_bound"), best);
            json.put("lowest", best.lowest());
            json.put("edge", sweep.place() != Sweep.Place.INSIDE);
            return json;
        }
    }

    /** No rate trains at all. */
    record NothingTrains(StepsProcedure procedure, Sweep sweep, double limit)
            implements StepsResult {
        @Override
        public List<String> sentences() {
            return List.of(
                    "No result: none of %d constant learning rates from %s trains (%s)."
                            .formatted(
                                    sweep.rates().size(),
                                    StepsProcedure.range(sweep),
                                    sweep.rates().get(0).state()),
                    "Look at the first trial of %s before anything else."
                            .formatted(sweep.rates().get(0).study()));
        }

        @Override
        public boolean isAnswer() {
            return false;
        }

        @Override
        public Map<String, Object> json() {
            return json("nothing_trains");
        }
    }
}
