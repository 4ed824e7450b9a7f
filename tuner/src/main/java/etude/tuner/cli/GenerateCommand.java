package etude.tuner.cli;

import etude.datasets.EtudeException;
import etude.datasets.encoding.Encoding;
import etude.trainer.config.ConfigException;
import etude.trainer.engine.EngineLoading;
import etude.trainer.predict.Continuation;
import etude.trainer.predict.Predictor;
import etude.trainer.predict.TrainedModel;
import etude.tuner.progress.Terminal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Goes on with a text. */
@Command(
        name = "generate",
        description =
                "Print a prompt and how a trained language model goes on with it. The same seed gives the"
                        + " same text.")
final class GenerateCommand extends PrintingCommand {
    @Parameters(
            paramLabel = "RUN|EXPORT",
            description = "A run directory, or a folder that `etude export` wrote.")
    private Path model = Path.of("");

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            required = true,
            description = "The text to go on with.")
    private String prompt = "";

    @Option(
            names = "--tokens",
            paramLabel = "N",
            description =
                    "How many tokens (characters, bytes or subwords) to add, unless the text ends"
                            + " before (default: ${DEFAULT-VALUE}).")
    private int tokens = 200;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description =
                    "Divides the logits: below 1 the probable becomes more probable, 0 takes the most"
                            + " probable token (default: ${DEFAULT-VALUE}).")
    private double temperature = 1;

    @Option(
            names = "--top-k",
            paramLabel = "K",
            description = "Draws among the K most probable tokens only (default: among all).")
    private Optional<Integer> top = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Decides what is drawn (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Mixin private final CheckpointOption checkpoint = new CheckpointOption();
    @Mixin private final DeviceOption device = new DeviceOption();
    private final Terminal terminal;

    GenerateCommand(CommandContext context) {
        terminal = context.terminal();
    }

    @Override
    public Integer call() {
        require(tokens >= 1, "--tokens: expected at least 1, found " + tokens);
        require(
                temperature >= 0 && Double.isFinite(temperature),
                "--temperature: expected 0 or a number above it, found " + temperature);
        require(top.orElse(1) >= 1, "--top-k: expected at least 1, found " + top.orElse(1));
        String where = device.device();
        TrainedModel trained =
                TrainedModel.open(model, checkpoint.which(), terminal.progress()::note);
        int[] encoded = encoded(trained);
        EngineLoading.begin();
        Continuation continuation =
                new Continuation(
                        tokens,
                        temperature,
                        top.map(OptionalInt::of).orElse(OptionalInt.empty()),
                        seed);
        try (Predictor predictor = trained.on(where, Optional.of(1))) {
            show(prompt);
            continuation.of(predictor, encoded, this::show);
            out().println();
        }
        return ExitCode.DONE;
    }

    private int[] encoded(TrainedModel trained) {
        if (!(trained.preprocessing().encoding() instanceof Encoding.Text text)) {
            throw new ConfigException(
                    List.of(
                            "%s: expected a language model, found one that predicts %s; use `etude predict`"
                                    .formatted(model, trained.preprocessing().target().words())));
        }
        try {
            return Continuation.encoded(text.vocabulary(), prompt);
        } catch (EtudeException e) {
            throw new ConfigException(List.of("--prompt: " + e.getMessage()));
        }
    }

    private void show(String text) {
        out().print(text);
        out().flush();
    }
}
