package etude.tuner.cli;

import etude.datasets.EtudeException;
import etude.datasets.encoding.Encoding;
import etude.datasets.encoding.ImageFit;
import etude.datasets.reader.NewExamples;
import etude.trainer.config.ConfigException;
import etude.trainer.engine.EngineLoading;
import etude.trainer.files.AtomicWriter;
import etude.trainer.predict.NewPrediction;
import etude.trainer.predict.Predictions;
import etude.trainer.predict.Predictor;
import etude.trainer.predict.TrainedModel;
import etude.tuner.progress.Counting;
import etude.tuner.progress.Terminal;
import etude.tuner.text.Csv;
import etude.tuner.text.Numbers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Predicts examples of files with a trained model. */
@Command(
        name = "predict",
        description = {
            "Predict images or rows of tables with a trained model; its training data are not needed.",
            "An example that cannot be read is named with the reason, and the rest goes on; exit code 1"
                    + " if none could be read."
        })
final class PredictCommand extends PrintingCommand {
    /** More than this is for a file. */
    private static final int MOST_SHOWN = 50;

    @Parameters(
            index = "0",
            paramLabel = "RUN|EXPORT",
            description = "A run directory, or a folder that `etude export` wrote.")
    private Path model = Path.of("");

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "FILES",
            description =
                    "Images, folders and tar archives of images, IDX files; or tables with the columns that"
                            + " the model was trained on, in any order, with or without the target.")
    private List<Path> files = List.of();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "Writes the predictions to this CSV file; needed for more than "
                            + MOST_SHOWN
                            + " examples.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--top",
            paramLabel = "N",
            description = "Classes named of each example (default: ${DEFAULT-VALUE}).")
    private int top = 5;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            description = "Examples computed at once (default: that of the run's evaluations).")
    private Optional<Integer> batchSize = Optional.empty();

    @Option(
            names = "--resize",
            description = "Resizes images of another size, which training refused.")
    private boolean resize;

    @Mixin private final CheckpointOption checkpoint = new CheckpointOption();
    @Mixin private final DeviceOption device = new DeviceOption();
    private final Terminal terminal;

    PredictCommand(CommandContext context) {
        terminal = context.terminal();
    }

    @Override
    public Integer call() {
        require(top >= 1, "--top: expected at least 1, found " + top);
        require(
                batchSize.orElse(1) >= 1,
                "--batch-size: expected at least 1, found " + batchSize.orElse(1));
        out.map(file -> file.toAbsolutePath().getParent())
                .ifPresent(
                        folder ->
                                require(
                                        Files.isDirectory(folder),
                                        "--out: there is no folder " + folder));
        String where = device.device();
        TrainedModel trained =
                TrainedModel.open(model, checkpoint.which(), terminal.progress()::note);
        NewExamples examples = examples(trained.preprocessing().encoding());
        EngineLoading.begin();
        PredictionRows rows = new PredictionRows(trained.preprocessing().target(), top);
        try (Predictor predictor = trained.on(where, batchSize)) {
            return out.isPresent()
                    ? written(predictor, examples, rows, out.get())
                    : shown(predictor, examples, rows);
        }
    }

    private NewExamples examples(Encoding encoding) {
        Encoding wanted =
                encoding instanceof Encoding.Images images
                                && images.fit() instanceof ImageFit.Exact
                                && resize
                        ? new Encoding.Images(images.shape(), new ImageFit.Stretched())
                        : encoding;
        try {
            return NewExamples.of(wanted, files);
        } catch (EtudeException e) {
            throw new ConfigException(List.of(String.valueOf(e.getMessage())));
        }
    }

    private int written(Predictor predictor, NewExamples examples, PredictionRows rows, Path file) {
        try (AtomicWriter csv = AtomicWriter.to(file)) {
            csv.write(Csv.of(List.of(rows.head())));
            int exitCode =
                    predicted(
                            predictor,
                            examples,
                            prediction -> csv.write(Csv.of(List.of(rows.cells(prediction)))));
            csv.publish();
            out().println("Predictions are in " + file + ".");
            return exitCode;
        }
    }

    private int shown(Predictor predictor, NewExamples examples, PredictionRows rows) {
        requireFew(examples.count().orElse(0));
        List<NewPrediction> predictions = new ArrayList<>();
        int exitCode =
                predicted(
                        predictor,
                        examples,
                        prediction -> {
                            predictions.add(prediction);
                            requireFew(predictions.size());
                        });
        rows.table(predictions)
                .fitted(terminal.width())
                .lines("--out FILE")
                .forEach(out()::println);
        return exitCode;
    }

    private void requireFew(long count) {
        require(
                count <= MOST_SHOWN,
                "more than %s examples: name a file for their predictions, such as --out predictions.csv"
                        .formatted(MOST_SHOWN));
    }

    private int predicted(
            Predictor predictor, NewExamples examples, Consumer<NewPrediction> consumer) {
        long[] counts = {0, 0};
        try (Counting counting = Counting.start(terminal, "predict", examples.count())) {
            Predictions.of(
                    predictor,
                    examples,
                    top,
                    prediction -> {
                        counts[prediction instanceof NewPrediction.Unreadable ? 1 : 0]++;
                        consumer.accept(prediction);
                        counting.stepTo(counts[0] + counts[1]);
                    });
        }
        if (counts[1] > 0) {
            err().println(
                            "etude: %s of %s could not be read; the column problem says why"
                                    .formatted(
                                            counts[1],
                                            Numbers.count(counts[0] + counts[1], "example")));
        }
        return counts[0] > 0 ? ExitCode.DONE : ExitCode.FAILURE;
    }
}
