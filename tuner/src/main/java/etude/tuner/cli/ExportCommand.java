package etude.tuner.cli;

import etude.trainer.config.ConfigException;
import etude.trainer.engine.EngineLoading;
import etude.trainer.export.Export;
import etude.trainer.export.ExportFormat;
import etude.trainer.run.SavedModel;
import etude.tuner.workspace.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a trained model for other programs. */
@Command(
        name = "export",
        description = {
            "Write a trained model for other programs: a folder with a README that says how to call it.",
            "torchscript: a module with its preprocessing inside, for torch.jit.load, DJL and libtorch.",
            "safetensors: the weights, under the names of torchvision (resnet, imagenet variant), timm (vit)"
                    + " or Hugging Face (gpt) where the model is theirs."
        })
final class ExportCommand extends PrintingCommand {
    /** What the user may ask for; onnx to be told why not. */
    enum Format {
        TORCHSCRIPT,
        SAFETENSORS,
        ONNX
    }

    @Parameters(paramLabel = "RUN", description = "The run directory.")
    private Path run = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            required = true,
            description = "torchscript or safetensors.")
    private Format format = Format.TORCHSCRIPT;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "The folder to write (default: exports/ and the run's name and the format).")
    private Optional<Path> out = Optional.empty();

    @Mixin private final CheckpointOption checkpoint = new CheckpointOption();
    private final CommandContext context;

    ExportCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        ExportFormat wanted = wanted();
        out.ifPresent(Export::requireNew);
        SavedModel model =
                SavedModel.open(run, checkpoint.which(), context.terminal().progress()::note);
        Path folder = out.orElseGet(() -> usual(context.workspace(), model));
        Export.requireNew(folder);
        if (wanted == ExportFormat.TORCHSCRIPT) {
            EngineLoading.begin();
        }
        Export export = Export.write(model, wanted, folder);
        out().println(
                        "Step %s is in %s; README.md there says how to call it."
                                .formatted(export.step(), folder));
        return ExitCode.DONE;
    }

    private ExportFormat wanted() {
        return switch (format) {
            case TORCHSCRIPT -> ExportFormat.TORCHSCRIPT;
            case SAFETENSORS -> ExportFormat.SAFETENSORS;
            case ONNX ->
                    throw new ConfigException(
                            List.of(
                                    "--format onnx: no maintained Java library writes ONNX, so Etude does not; export torchscript, which PyTorch, DJL and libtorch read"));
        };
    }

    private Path usual(Workspace workspace, SavedModel model) {
        String name =
                "%s-%s".formatted(model.config().name(), format.name().toLowerCase(Locale.ROOT));
        return workspace.exports().resolve(name);
    }
}
