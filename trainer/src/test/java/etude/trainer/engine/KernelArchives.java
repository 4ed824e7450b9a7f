package etude.trainer.engine;

import etude.trainer.files.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A folder of kernels as archives for PyTorch in Python, and of what to call them with. */
public record KernelArchives(Path folder) {
    /** Writes one, as {@code NAME.pt}. */
    public void kernel(String name, String source) throws IOException {
        Files.write(folder.resolve(name + ".pt"), TorchScript.archive(source));
    }

    /**
     * Writes a script that keeps tensors.
     *
     * @return the names of what its method {@code keep} wants
     */
    public List<String> keeping(String name, List<ScriptPart> parts) throws IOException {
        Files.write(folder.resolve(name + ".pt"), TorchScript.archive(parts));
        return parts.stream().flatMap(part -> part.arguments().keySet().stream()).toList();
    }

    /** Writes the kernel that brings a batch to a GPU, and the one that makes images of it. */
    public void transfer(Precision precision) throws IOException {
        kernel("upload", TorchScript.resource(Upload.class, "upload.txt"));
        kernel(
                "normalize_images",
                TorchScript.resource(DeviceTransfer.class, "normalize_images.txt")
                        .replace("TYPE", Integer.toString(TorchScript.typeCode(precision))));
    }

    /** Writes {@code call.json}. */
    public void call(Map<String, Object> values) throws IOException {
        Files.write(folder.resolve("call.json"), Json.file(values));
    }
}
