package etude.tuner.procedure;

import etude.trainer.run.MeasuredRun;
import etude.trainer.run.MeasuredSplit;
import etude.tuner.analysis.statistics.SamplingError;
import etude.tuner.page.Section;
import etude.tuner.record.TestLooks;
import etude.tuner.text.MetricLine;
import etude.tuner.text.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the chosen model reaches on the validation and on the test split.
 *
 * @param validation of the checkpoint that was chosen
 * @param test of that checkpoint, or of the model that trained on the validation examples too
 * @param looks at the test split, this one included
 */
public record FinalResult(FinalPlan plan, MeasuredRun validation, MeasuredRun test, TestLooks looks)
        implements Result {
    private static final double TWO = 2;

    /** The warning of {@code --fold-in-validation}. */
    static final String FOLDED =
            "The validation examples have trained too, so nothing can be selected by them any more: this is only for where no later launch of this workload will come.";

    /** Of the metric that ranked checkpoints, as it is called on the test split. */
    private Optional<String> testMetric() {
        String validated = plan.run().ranking().metric();
        String name = "test" + validated.substring(Math.max(0, validated.indexOf('/')));
        return Optional.of(name).filter(test.split().metrics()::containsKey);
    }

    @Override
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        sentences.add(
                "On the test split (%s) the %s has %s."
                        .formatted(
                                Numbers.count(test.split().examples(), "example"),
                                plan.fold()
                                        ? "model that trained on both splits to step " + test.step()
                                        : "checkpoint of step " + test.step(),
                                values(test.split())));
        sentences.add(
                "On all %s the checkpoint of step %d has %s."
                        .formatted(
                                Numbers.count(validation.split().examples(), "validation example"),
                                validation.step(),
                                values(validation.split())));
        testMetric().map(this::difference).ifPresent(sentences::add);
        sentences.add(looks.sentence());
        if (plan.fold()) {
            sentences.add(FOLDED);
        }
        return List.copyOf(sentences);
    }

    /** {@code test/loss 0.1 (standard error 0.01), ...}. */
    static String values(MeasuredSplit split) {
        List<String> values = new ArrayList<>();
        split.metrics()
                .forEach(
                        (name, value) ->
                                values.add(
                                        "%s %s%s"
                                                .formatted(
                                                        name,
                                                        MetricLine.value(name, value),
                                                        error(split, name)
                                                                .map(
                                                                        error ->
                                                                                " (standard error %s)"
                                                                                        .formatted(
                                                                                                error))
                                                                .orElse(""))));
        return String.join(", ", values);
    }

    /** In the metric's own unit: a rate's in points. */
    static Optional<String> error(MeasuredSplit split, String metric) {
        double error = standardError(split, metric);
        return Double.isFinite(error) ? Optional.of(difference(metric, error)) : Optional.empty();
    }

    private static String difference(String metric, double size) {
        return MetricLine.isRate(metric)
                ? String.format(Locale.ROOT, "%.2f points", 100 * size)
                : Numbers.text(size);
    }

    /** Of a share of examples by the binomial distribution, else by blocks of examples. */
    private static double standardError(MeasuredSplit split, String metric) {
        double value = split.metrics().getOrDefault(metric, Double.NaN);
        return metric.endsWith("/error_rate") && split.classExamples().length > 0
                ? SamplingError.ofCount(Math.round(value * split.examples()), split.examples())
                : split.standardErrors().getOrDefault(metric, Double.NaN);
    }

    /** Whether the choice by validation examples shows. */
    private String difference(String metric) {
        String validated = "validation" + metric.substring(metric.indexOf('/'));
        double before = validation.split().metrics().getOrDefault(validated, Double.NaN);
        double now = test.split().metrics().getOrDefault(metric, Double.NaN);
        double noise =
                TWO
                        * Math.hypot(
                                standardError(test.split(), metric),
                                standardError(validation.split(), validated));
        double worse = now - before;
        String sizes =
                "%s %s than the validation split, where chance explains %s (two standard errors)"
                        .formatted(
                                difference(metric, Math.abs(worse)),
                                worse < 0 ? "less" : "more",
                                difference(metric, noise));
        if (Math.abs(worse) <= noise) {
            return "The test split has %s: the two agree.".formatted(sizes);
        }
        return "The test split has %s: %s."
                .formatted(
                        sizes,
                        worse > 0
                                ? "the search has fitted the validation examples, or the splits hold different examples"
                                : plan.fold()
                                        ? "more examples trained, or the splits hold different examples"
                                        : "the splits hold different examples");
    }

    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", plan.run().directory().root().toString());
        json.put("fold_in_validation", plan.fold());
        json.put("test_evaluations", looks.count());
        json.put("validation", json(validation));
        json.put("test", json(test));
        return json;
    }

    private static Map<String, Object> json(MeasuredRun measured) {
        Map<String, Double> errors = new LinkedHashMap<>();
        measured.split()
                .metrics()
                .keySet()
                .forEach(name -> errors.put(name, standardError(measured.split(), name)));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("step", measured.step());
        json.put("examples", measured.split().examples());
        json.put("metrics", measured.split().metrics());
        json.put("standard_errors", errors);
        return json;
    }

    @Override
    public List<Section> sections() {
        List<List<String>> rows = ModelCard.classes(this);
        return rows.isEmpty()
                ? List.of()
                : List.of(
                        new Section.Table(
                                "Test examples by class",
                                List.of(
                                        Section.Column.text("Class"),
                                        Section.Column.number("Examples", ""),
                                        Section.Column.number("Correct", ""),
                                        Section.Column.number("Share", "correct"),
                                        Section.Column.number("Standard error", "")),
                                rows));
    }
}
