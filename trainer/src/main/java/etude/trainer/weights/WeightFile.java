package etude.trainer.weights;

import etude.datasets.EtudeException;
import etude.datasets.Reason;
import etude.trainer.checkpoint.Checksum;
import etude.trainer.checkpoint.NamedTensor;
import etude.trainer.checkpoint.SafetensorsReader;
import etude.trainer.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The tensors of a safetensors file. */
public record WeightFile(LoadReport.Source source, Map<String, NamedTensor> tensors) {
    /** Of archives, as which {@code torch.save} writes pickles. */
    private static final byte[] ARCHIVE = {'P', 'K', 3, 4};

    /** The first byte of a pickle, as which earlier versions wrote them; its protocol follows. */
    private static final int PICKLE = 0x80;

    private static final int LAST_PROTOCOL = 5;

    /** Where the header of a safetensors file begins, after its length. */
    private static final int HEADER = Long.BYTES;

    /**
     * Reads a file.
     *
     * @param words what it is, for whoever reads of it
     * @throws EtudeException when it is missing, cut or something else
     */
    public static WeightFile read(Path file, String words) {
        requireNoPickle(file);
        return new WeightFile(
                new LoadReport.Source(file, words, checksum(file)),
                SafetensorsReader.readAny(file).tensors());
    }

    /** A pickle can run any program while it is read. */
    private static void requireNoPickle(Path file) {
        try (InputStream bytes = Files.newInputStream(file)) {
            byte[] first = bytes.readNBytes(HEADER + 1);
            boolean safetensors = first.length > HEADER && first[HEADER] == '{';
            boolean archive = Arrays.equals(Arrays.copyOf(first, ARCHIVE.length), ARCHIVE);
            boolean bare =
                    first.length > 1 && (first[0] & 0xff) == PICKLE && first[1] <= LAST_PROTOCOL;
            if (!safetensors && (archive || bare)) {
                throw new EtudeException(
                        "%s is a pickle of PyTorch, which could run any program while it is read, so Etude does not; convert it in Python by `import torch, safetensors.torch` and `safetensors.torch.save_file({k: v.contiguous() for k, v in torch.load(\"%s\", weights_only=True).items()}, \"weights.safetensors\")`"
                                .formatted(file, file.getFileName()));
            }
        } catch (IOException e) {
            throw new EtudeException("cannot read %s (%s)".formatted(file, Reason.of(file, e)), e);
        }
    }

    /** The sum that manifests of checkpoints have, too. */
    private static String checksum(Path file) {
        try {
            return Checksum.CRC32C.key() + " " + Checksum.CRC32C.of(file);
        } catch (IOException e) {
            throw new EtudeException("cannot read %s (%s)".formatted(file, Reason.of(file, e)), e);
        }
    }

    /** Why it cannot be used, for the user. */
    ConfigException refusal(String sentence) {
        return new ConfigException(
                List.of("initialize_from.path: %s: %s".formatted(source.words(), sentence)));
    }
}
