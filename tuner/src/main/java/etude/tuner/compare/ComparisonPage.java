package etude.tuner.compare;

import etude.tuner.chart.Axis;
import etude.tuner.chart.Chart;
import etude.tuner.chart.Mark;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import etude.tuner.page.Page;
import etude.tuner.page.Section;
import etude.tuner.probe.Scaling;
import etude.tuner.text.Quantities;
import etude.tuner.text.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** The page of a comparison: the reading, plots, every size. */
record ComparisonPage(Comparison comparison, Origin origin) {
    Page page() {
        List<String> sentences = new ComparisonSentences(comparison).all();
        List<String> versions = new ArrayList<>(List.of(origin.device()));
        versions.addAll(origin.versions());
        return new Page(
                "Steps to target of " + comparison.setup().name(),
                sentences.get(0),
                List.of(
                        new Section.Charts("Batch sizes", List.of(steps(), seconds())),
                        new Section.Notes("Reading", sentences.subList(1, sentences.size())),
                        new ComparisonTable(comparison).section(),
                        new Section.Charts("Learning rates", List.of(rates())),
                        new Section.Notes("How this was measured", method())),
                new Page.Footer(versions, Shell.command(origin.command())));
    }

    private Chart steps() {
        List<Point> points = new ArrayList<>();
        List<Point> ideal = new ArrayList<>();
        List<SizeSteps> reached = comparison.reached();
        for (SizeSteps size : reached) {
            SizeTrial.Reached reachedAt = size.reached().orElseThrow();
            double at = (double) reachedAt.step();
            points.add(
                    Point.of(size.batchSize(), at)
                            .between((double) Math.max(1, reachedAt.after()), at)
                            .noted(note(size)));
            double first = (double) reached.get(0).steps().orElseThrow();
            ideal.add(
                    Point.of(
                            size.batchSize(),
                            first * reached.get(0).batchSize() / size.batchSize()));
        }
        List<Series> series = new ArrayList<>();
        series.add(new Series.Line("Perfect scaling", Series.Role.REFERENCE, ideal));
        series.add(new Series.Line("Steps to target", Series.Role.DATA, points));
        failures(series);
        return new Chart(
                "steps",
                "Steps to " + comparison.setup().target(),
                "Whiskers reach down to the evaluation before. The dashed line halves with every"
                        + " doubling of the size.",
                Axis.powersOfTwo("Batch size", ""),
                Axis.powersOfTen("Steps", ""),
                series,
                marks());
    }

    private Chart seconds() {
        List<Series> series = new ArrayList<>();
        series.add(line("At the time per step of its trial", SizeSteps::seconds));
        if (comparison.reached().stream().anyMatch(size -> size.probed().isPresent())) {
            series.add(line("At the time per step of the probe", SizeSteps::probedSeconds));
        }
        failures(series);
        return new Chart(
                "seconds",
                "Seconds to " + comparison.setup().target(),
                "Steps times time per step, evaluation excluded.",
                Axis.powersOfTwo("Batch size", ""),
                Axis.powersOfTen("Training time", "s"),
                series,
                comparison.fastest().stream()
                        .map(size -> Mark.x(size.batchSize(), "fastest"))
                        .toList());
    }

    private Series line(String name, Function<SizeSteps, OptionalDouble> value) {
        return new Series.Line(
                name,
                Series.Role.DATA,
                comparison.reached().stream()
                        .filter(size -> value.apply(size).isPresent())
                        .map(
                                size ->
                                        Point.of(size.batchSize(), value.apply(size).getAsDouble())
                                                .noted(note(size)))
                        .toList());
    }

    private static String note(SizeSteps size) {
        return size.best()
                .map(trial -> "learning rate " + Quantities.number(trial.learningRate()))
                .orElse("");
    }

    private void failures(List<Series> series) {
        List<Series.Failure> failures =
                comparison.unreached().stream()
                        .map(
                                size ->
                                        new Series.Failure(
                                                size.batchSize(), "no trial reached it", ""))
                        .toList();
        if (!failures.isEmpty()) {
            series.add(new Series.Failed("Not reached", failures));
        }
    }

    private List<Mark> marks() {
        return comparison.critical().stream().mapToObj(size -> Mark.x(size, "critical")).toList();
    }

    /** Shows whether the best learning rate of each size lies inside of those tried. */
    private Chart rates() {
        List<Series> series = new ArrayList<>();
        List<Series.Failure> failures = new ArrayList<>();
        for (SizeSteps size : comparison.sizes()) {
            List<Point> points = new ArrayList<>();
            for (SizeTrial trial : size.trials()) {
                trial.reached(comparison.setup().target())
                        .ifPresentOrElse(
                                reached ->
                                        points.add(
                                                Point.of(
                                                        trial.learningRate(),
                                                        (double) reached.step())),
                                () -> failures.add(failure(trial)));
            }
            if (!points.isEmpty()) {
                series.add(
                        new Series.Line(
                                "Batch size " + size.batchSize(), Series.Role.DATA, points));
            }
        }
        if (!failures.isEmpty()) {
            series.add(new Series.Failed("Not reached", failures));
        }
        return new Chart(
                "learning-rates",
                "Steps by learning rate",
                "Every trial. Where a size needs the fewest steps at the first or last rate that was"
                        + " tried, crosses included, widen the search.",
                Axis.powersOfTen("Learning rate", ""),
                Axis.powersOfTen("Steps", ""),
                series);
    }

    private static Series.Failure failure(SizeTrial trial) {
        return new Series.Failure(
                trial.learningRate(),
                "batch size %d: %s%s"
                        .formatted(
                                trial.batchSize(),
                                trial.state().word(),
                                trial.reason().isEmpty() ? "" : ", " + trial.reason()),
                "");
    }

    private List<String> method() {
        ComparisonSetup setup = comparison.setup();
        return List.of(
                "Each size had %d trials with learning rates from %s to %s, the quasi-random sequence of an ordinary study, whose file and store lie beside this page."
                        .formatted(
                                setup.trialsPerSize(),
                                Quantities.number(setup.rates().min()),
                                Quantities.number(setup.rates().max())),
                "Every trial had the same step budget, %,d updates, warmup included; never an epoch budget, which would only show perfect scaling."
                        .formatted(setup.totalSteps()),
                "Steps are those of the first evaluation at the target, every %,d steps, of the trial that reached it first; nothing is interpolated."
                        .formatted(setup.evaluateEvery()),
                "Per doubling: by how much each doubling of the size divided the steps. At least %s is perfect scaling, less than %s none (playbook, \"Choosing the batch size to minimize training time\"; Shallue et al. 2018)."
                        .formatted(Scaling.PERFECT, Scaling.NONE));
    }
}
