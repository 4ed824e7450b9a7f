package etude.trainer.checkpoint;

import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.datasets.Reason;
import etude.trainer.files.AtomicFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files inside one checkpoint. */
final class CheckpointFiles {
    static final String PARAMETERS = "parameters.safetensors";
    private static final String STATE = "state.safetensors";
    private static final Checksum CHECKSUM = Checksum.CRC32C;

    private CheckpointFiles() {}

    /** Fills an empty directory; all of it is durable on return. */
    static void write(Path directory, long step, CheckpointContent content) throws IOException {
        Map<String, Manifest.FileEntry> files = new LinkedHashMap<>();
        files.put(PARAMETERS, writeTensors(directory.resolve(PARAMETERS), content.parameters()));
        files.put(STATE, writeTensors(directory.resolve(STATE), content.state()));
        if (content.preprocessing().isPresent()) {
            byte[] bytes = content.preprocessing().get();
            writeBytes(directory.resolve(PreprocessingFile.NAME), bytes);
            files.put(PreprocessingFile.NAME, entry(bytes, CHECKSUM));
        }
        Manifest manifest =
                new Manifest(
                        CHECKSUM,
                        step,
                        Instant.now().toString(),
                        files,
                        content.metrics(),
                        content.facts());
        AtomicFiles.replace(directory.resolve(Manifest.FILE), manifest.encode());
    }

    private static void writeBytes(Path path, byte[] bytes) throws IOException {
        try (FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    private static Manifest.FileEntry entry(byte[] bytes, Checksum checksum) {
        return new Manifest.FileEntry(bytes.length, checksum.of(bytes));
    }

    /**
     * Adds the preprocessing to a checkpoint that has none; at any moment the checkpoint is whole.
     */
    static void add(Path directory, long step, byte[] preprocessing) throws IOException {
        Manifest manifest = Manifest.read(directory, step);
        if (manifest.files().containsKey(PreprocessingFile.NAME)) {
            return;
        }
        AtomicFiles.replace(directory.resolve(PreprocessingFile.NAME), preprocessing);
        Manifest.FileEntry entry = entry(preprocessing, manifest.checksum());
        AtomicFiles.replace(
                directory.resolve(Manifest.FILE),
                manifest.with(PreprocessingFile.NAME, entry).encode());
    }

    private static Manifest.FileEntry writeTensors(Path path, List<TensorView> tensors)
            throws IOException {
        try (FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            Checksum.Sum sum = CHECKSUM.start();
            SafetensorsWriter.write(new Checksum.Channel(channel, sum), tensors);
            channel.force(true);
            return new Manifest.FileEntry(channel.size(), sum.hex());
        }
    }

    /** Verifies everything, then reads it. */
    static LoadedCheckpoint load(Path directory, long step) {
        return load(directory, step, true);
    }

    /** Likewise without the state of training, which is twice as large with many an optimizer. */
    static LoadedCheckpoint loadModel(Path directory, long step) {
        return load(directory, step, false);
    }

    private static LoadedCheckpoint load(Path directory, long step, boolean withState) {
        Manifest manifest = Manifest.read(directory, step);
        manifest.files().entrySet().stream()
                .filter(file -> withState || !file.getKey().equals(STATE))
                .forEach(
                        file ->
                                requireChecksum(
                                        directory.resolve(file.getKey()),
                                        manifest.checksum(),
                                        file.getValue().sum()));
        return new LoadedCheckpoint(
                step,
                SafetensorsReader.read(directory.resolve(PARAMETERS)),
                withState ? SafetensorsReader.read(directory.resolve(STATE)) : Map.of(),
                manifest.metrics(),
                manifest.facts(),
                manifest.files().containsKey(PreprocessingFile.NAME)
                        ? Optional.of(
                                PreprocessingFile.read(directory.resolve(PreprocessingFile.NAME)))
                        : Optional.empty());
    }

    private static void requireChecksum(Path path, Checksum checksum, String expected) {
        try {
            String found = checksum.of(path);
            if (!found.equals(expected)) {
                throw new CorruptFileException(path, "checksum " + expected, found);
            }
        } catch (IOException e) {
            throw new EtudeException("cannot read %s (%s)".formatted(path, Reason.of(path, e)), e);
        }
    }
}
