package etude.tuner.report;

import etude.datasets.EtudeException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import etude.trainer.metrics.ClassCounts;
import etude.trainer.metrics.ClassesLog;
import etude.trainer.run.KeptData;
import etude.trainer.run.Outcomes;
import etude.trainer.run.PredictedExamples;
import etude.trainer.run.Prediction;
import etude.trainer.run.RunDirectory;
import etude.tuner.page.Section;
import etude.tuner.text.Sentences;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a run gets right and wrong at one step: counts by class, and examples where they are
 * pictures. Nothing for tasks without classes. What cannot be read is said instead of shown.
 */
final class ExampleSections {
    private static final String VALIDATION = "validation";

    private final RunDirectory run;
    private final KeptData data;
    private final long step;
    private final String whose;
    private final List<String> problems = new ArrayList<>();

    private ExampleSections(RunDirectory run, KeptData data, long step, String whose) {
        this.run = run;
        this.data = data;
        this.step = step;
        this.whose = whose;
    }

    /**
     * The sections.
     *
     * @param data that may be open still
     * @param step of an evaluation, the best one
     * @param whose as in "the predictions of trial 7"
     */
    static List<Section> of(RunDirectory run, KeptData data, long step, String whose) {
        return new ExampleSections(run, data, step, whose).sections();
    }

    private List<Section> sections() {
        Optional<ClassCounts> counts = counts();
        List<Prediction> predictions = predictions(counts.isPresent());
        List<String> names = List.of();
        Optional<Section> pictures = Optional.empty();
        if (counts.isPresent() || !predictions.isEmpty()) {
            try (PredictedExamples examples = PredictedExamples.open(run, config(), data)) {
                names = examples.classes();
                pictures = pictures(examples, predictions);
            } catch (EtudeException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        List<Section> sections = new ArrayList<>();
        if (counts.isPresent()) {
            sections.addAll(new ClassSections(counts.get(), names, whose).all());
        }
        outcomes().ifPresent(sections::add);
        pictures.ifPresent(sections::add);
        if (!problems.isEmpty()) {
            sections.add(
                    new Section.Notes(
                            "What cannot be shown of the predictions",
                            problems.stream().map(Sentences::of).toList()));
        }
        return sections;
    }

    private RunConfig config() {
        return ConfigLoader.load(run.config(), List.of());
    }

    private Optional<ClassCounts> counts() {
        try {
            return ClassesLog.read(run.classes()).stream()
                    .filter(c -> c.step() == step && c.split().equals(VALIDATION))
                    .reduce((earlier, later) -> later);
        } catch (EtudeException e) {
            problems.add(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** What was taken for what at the best evaluation, else at the last one. */
    private Optional<Section> outcomes() {
        try {
            return Outcomes.read(run)
                    .flatMap(kept -> kept.best().or(kept::last))
                    .map(this::outcomes);
        } catch (EtudeException e) {
            problems.add(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private Section outcomes(Outcomes.Evaluated evaluated) {
        OutcomeCharts charts =
                new OutcomeCharts("%s at step %d".formatted(whose, evaluated.step()));
        return new Section.Charts("Predictions and targets", charts.of(evaluated.predictions()));
    }

    /** Of a task without classes, or of a run that keeps none, none are missed. */
    private List<Prediction> predictions(boolean classes) {
        Path file = run.predictions(step);
        if (!Files.exists(file) && !(classes && kept())) {
            return List.of();
        }
        try {
            return Prediction.read(file);
        } catch (EtudeException e) {
            problems.add(String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    private boolean kept() {
        try {
            return config().evaluation().predictions() > 0;
        } catch (EtudeException e) {
            return true;
        }
    }

    private Optional<Section> pictures(PredictedExamples examples, List<Prediction> predictions) {
        if (predictions.isEmpty()) {
            return Optional.empty();
        }
        examples.require(predictions);
        return PictureSection.of(examples.examples(), predictions, whose);
    }
}
