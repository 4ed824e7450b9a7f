package etude.trainer.config;

import etude.datasets.config.Setting;
import java.util.List;

/**
 * Weights that a run starts from instead of random ones. Patterns are of the names that {@code
 * etude train CONFIG --parameters} lists; {@code *} stands for any characters.
 */
public record InitializeFromConfig(
        @Setting(
                        "A run directory (its best checkpoint), a checkpoint, a folder that `etude export` wrote, or a safetensors file: of Etude, or with the names of torchvision, timm or Hugging Face.")
                String path,
        @Setting(
                        value =
                                "Renames tensors of the file before they are looked up, such as {from: 'encoder.*', to: 'transformer.*'}.",
                        defaultsTo = "[]")
                List<RenameConfig> map,
        @Setting(
                        value =
                                "Patterns of parameters that are not trained: no update, no weight decay, no part in the gradient norm; batch norm whose scale and shift are frozen keeps its running statistics and normalizes with them.",
                        defaultsTo = "[]")
                List<String> freeze,
        @Setting(
                        value =
                                "Patterns of parameters that start fresh although the file may have them.",
                        defaultsTo = "[]")
                List<String> skip) {
    public InitializeFromConfig {
        map = List.copyOf(map);
        freeze = List.copyOf(freeze);
        skip = List.copyOf(skip);
        if (path.isBlank()) {
            throw new IllegalArgumentException("path: expected a path, found none");
        }
    }
}
