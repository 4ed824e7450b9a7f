package etude.tuner.procedure;

import etude.trainer.metrics.Measurement;
import etude.tuner.analysis.result.Wording;
import etude.tuner.analysis.statistics.SamplingError;
import etude.tuner.chart.Axis;
import etude.tuner.chart.Chart;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import etude.tuner.page.Section;
import etude.tuner.page.Section.Column;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Objective;
import etude.tuner.text.Numbers;
import etude.tuner.text.Sentences;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Whether what short runs found holds in longer ones.
 *
 * @param pairs the best of the short runs first
 */
record LongerResult(LongerProcedure procedure, List<Pair> pairs) implements Result {
    /** "More than sampling": two standard errors of a difference. */
    private static final double STANDARD_ERRORS = 2;

    /**
     * A trial and what its settings reached in more steps.
     *
     * @param longer empty where it does not train
     */
    record Pair(LongerProcedure.ShortRun one, double before, OptionalDouble longer) {
        int number() {
            return one.trial().number();
        }

        double cost() {
            return longer.orElse(Double.POSITIVE_INFINITY);
        }
    }

    LongerResult {
        pairs = List.copyOf(pairs);
    }

    static LongerResult of(LongerProcedure procedure, List<StudyRecord> finished) {
        return new LongerResult(
                procedure,
                IntStream.range(0, finished.size())
                        .mapToObj(i -> pair(procedure, i, finished.get(i)))
                        .toList());
    }

    private static Pair pair(LongerProcedure procedure, int index, StudyRecord longer) {
        LongerProcedure.ShortRun one = procedure.best().get(index);
        Objective objective = procedure.round().objective();
        return new Pair(
                one,
                cost(objective, one.trial()).orElseThrow(),
                longer.winner()
                        .map(trial -> cost(objective, trial))
                        .orElse(OptionalDouble.empty()));
    }

    private static OptionalDouble cost(Objective objective, TrialRecord trial) {
        Optional<Measurement> best = objective.best(trial.evaluations());
        return best.isPresent()
                ? OptionalDouble.of(objective.cost(best.get()))
                : OptionalDouble.empty();
    }

    private Wording wording() {
        return Wording.of(procedure.round().objective());
    }

    /** The best in the longer runs; empty where none trains. */
    private Optional<Pair> best() {
        return pairs.stream()
                .filter(pair -> pair.longer().isPresent())
                .min(Comparator.comparingDouble(Pair::cost));
    }

    /**
     * What the choice of validation examples explains of a difference; 0 where that is not known.
     */
    private double noise(Pair one, Pair other) {
        OptionalLong examples = procedure.round().countedExamples();
        if (!wording().rate() || examples.isEmpty()) {
            return 0;
        }
        return STANDARD_ERRORS
                * Math.hypot(
                        SamplingError.ofRate(Math.abs(one.cost()), examples.getAsLong()),
                        SamplingError.ofRate(Math.abs(other.cost()), examples.getAsLong()));
    }

    /** Whether the best short run is still best, or worse by no more than noise. */
    boolean holds() {
        Pair first = pairs.get(0);
        return best().filter(best -> first.longer().isPresent())
                .filter(best -> first.cost() - best.cost() <= noise(first, best))
                .isPresent();
    }

    /** Pairs of trials whose order is another one in the longer runs. */
    private long swapped() {
        return IntStream.range(0, pairs.size())
                .mapToLong(
                        i ->
                                IntStream.range(i + 1, pairs.size())
                                        .filter(j -> pairs.get(j).cost() < pairs.get(i).cost())
                                        .count())
                .sum();
    }

    @Override
    public List<String> sentences() {
        if (best().isEmpty()) {
            return List.of(
                    "No result: none of %s trains for %,d steps."
                            .formatted(
                                    Numbers.count(pairs.size(), "longer run"), procedure.steps()));
        }
        Pair best = best().orElseThrow();
        List<String> sentences = new ArrayList<>();
        sentences.add(
                pairs.size() == 1
                        ? "%s reaches %s in %,d steps, after %s before."
                                .formatted(
                                        Sentences.start(
                                                procedure.round().label(best.one().trial())),
                                        wording().value(best.cost()),
                                        procedure.steps(),
                                        wording().value(best.before()))
                        : holds()
                                ? "Conclusions hold: the best short run, trial %d, is still as good as any in %,d steps (%s)."
                                        .formatted(
                                                pairs.get(0).number(),
                                                procedure.steps(),
                                                wording().value(pairs.get(0).cost()))
                                : "Conclusions do not hold: in %,d steps trial %d is best (%s), and the best short run, trial %d, reaches %s."
                                        .formatted(
                                                procedure.steps(),
                                                best.number(),
                                                wording().value(best.cost()),
                                                pairs.get(0).number(),
                                                pairs.get(0).longer().isPresent()
                                                        ? wording().value(pairs.get(0).cost())
                                                        : "nothing: it does not train"));
        if (pairs.size() > 1) {
            sentences.add(
                    "%d of %d pairs of trials have another order than in the short runs."
                            .formatted(swapped(), pairs.size() * (pairs.size() - 1) / 2));
        }
        sentences.add(best.one().schedule().sentence());
        String transfer = Transfer.sentence(procedure.round().tuned());
        if (!transfer.isEmpty()) {
            sentences.add(
                    "Of what the study tuned, by the playbook's suspicion: " + transfer + ".");
        }
        return sentences;
    }

    @Override
    public Patch patch() {
        return best().map(best -> patch(best.one())).orElse(Patch.none());
    }

    @Override
    public Optional<Path> config() {
        return best().map(best -> best.one().file());
    }

    private static Patch patch(LongerProcedure.ShortRun one) {
        List<Patch.Key> keys = new ArrayList<>();
        for (String override : one.schedule().overrides()) {
            int equals = override.indexOf('=');
            String path = override.substring(0, equals);
            String after = override.substring(equals + 1);
            if (before(one, path).equals(after)) {
                continue;
            }
            keys.add(new Patch.Key(path, before(one, path), after, one.schedule().sentence()));
        }
        return new Patch(keys);
    }

    private static String before(LongerProcedure.ShortRun one, String path) {
        return switch (path) {
            case "max_train_steps" -> one.schedule().config().maxTrainSteps().text();
            case "schedule.warmup_steps" -> one.schedule().config().schedule().warmupSteps().text();
            case "schedule.hold_steps" -> one.schedule().config().schedule().holdSteps().text();
            case "schedule.timescale" -> Long.toString(one.schedule().before().timescale());
            default -> one.schedule().before().boundaries().toString();
        };
    }

    @Override
    public boolean isAnswer() {
        return best().isPresent();
    }

    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("result", best().isEmpty() ? "nothing_trains" : holds() ? "holds" : "changed");
        json.put("steps", procedure.steps());
        best().filter(best -> procedure.round() instanceof ShortRuns.OfStudy)
                .ifPresent(best -> json.put("best_trial", best.number()));
        json.put("swapped_pairs", swapped());
        return json;
    }

    @Override
    public List<Section> sections() {
        List<Point> points = new ArrayList<>();
        pairs.stream()
                .filter(pair -> pair.longer().isPresent())
                .forEach(
                        pair ->
                                points.add(
                                        Point.of(objective(pair.before()), objective(pair.cost()))
                                                .noted("trial " + pair.number())));
        String metric = wording().metric();
        Chart chart =
                new Chart(
                        "longer",
                        "What longer runs reached, by what short ones had",
                        "Trials in one order lie on a rising line.",
                        Axis.linear(metric + " of the short run", ""),
                        Axis.linear(metric + " of the longer run", ""),
                        List.of(new Series.Scatter("Trials", Series.Role.DATA, points)));
        return points.isEmpty()
                ? List.of(table())
                : List.of(new Section.Charts("Short and longer runs", List.of(chart)), table());
    }

    private double objective(double cost) {
        return wording().less() ? cost : -cost;
    }

    private Section table() {
        return new Section.Table(
                "Every trial",
                List.of(
                        Column.number("Trial", ""),
                        Column.number("Short run", ""),
                        Column.number("Longer run", ""),
                        Column.text("Schedule")),
                pairs.stream()
                        .map(
                                pair ->
                                        List.of(
                                                Integer.toString(pair.number()),
                                                wording().value(pair.before()),
                                                pair.longer().isPresent()
                                                        ? wording().value(pair.cost())
                                                        : "does not train",
                                                pair.one().schedule().sentence()))
                        .toList());
    }
}
