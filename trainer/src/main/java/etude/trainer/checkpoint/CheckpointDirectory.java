package etude.trainer.checkpoint;

import etude.datasets.EtudeException;
import etude.datasets.Reason;
import etude.trainer.config.CheckpointsConfig.Mode;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.WriteFailures;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The checkpoints of one run: {@code step-00000200/} each, and {@code latest}, which names the last
 * one saved.
 *
 * <p>Why no crash loses a checkpoint: a new one is written under a temporary name, each file and
 * the directory fsynced, then renamed, then the parent fsynced; older ones are deleted only after
 * that. So {@code step-N} is always whole; what is not whole has another name and is swept by
 * {@link #forWriting}. Damage that comes later (bad disks, copies cut short) is found by checksums
 * on load.
 */
public final class CheckpointDirectory {
    private final Path root;

    /** Found damaged by {@link #loadLatest}: must not count as the newest from then on. */
    private final Set<Long> damaged = new HashSet<>();

    /** For reading: changes nothing on disk, so it is safe beside a running attempt. */
    public CheckpointDirectory(Path root) {
        this.root = root;
    }

    /**
     * For the one process that holds the run's lock: creates the directory, and finishes or removes
     * what dead attempts left behind.
     *
     * @throws EtudeException when the disk is full or refuses
     */
    public static CheckpointDirectory forWriting(Path root) {
        try {
            Files.createDirectories(root);
            Leftovers.sweep(root);
        } catch (IOException e) {
            throw WriteFailures.explain("to", root, "existing checkpoints are intact", e);
        }
        return new CheckpointDirectory(root);
    }

    /**
     * Saves; a checkpoint of the same step is replaced. Sync the run's logs first: what they say
     * about steps up to this one must not be lost once the checkpoint exists.
     *
     * @throws EtudeException when the disk is full or refuses; earlier checkpoints are intact
     */
    public void save(long step, CheckpointContent content) {
        Path target = StepName.path(root, step);
        Path temporary = Leftovers.temporary(target);
        try {
            Files.createDirectory(temporary);
            CheckpointFiles.write(temporary, step, content);
            publish(temporary, target);
            AtomicFiles.replace(
                    pointer(), (StepName.of(step) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            sweepAfter(e);
            throw WriteFailures.explain("checkpoint", target, "earlier checkpoints are intact", e);
        }
        damaged.remove(step);
    }

    private void publish(Path temporary, Path target) throws IOException {
        Path replaced = Leftovers.replaced(target);
        if (Files.exists(target)) {
            Files.move(target, replaced, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        AtomicFiles.forceDirectory(root);
        AtomicFiles.deleteTree(replaced);
    }

    private void sweepAfter(IOException failure) {
        try {
            Leftovers.sweep(root);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * The newest undamaged checkpoint. All are considered; {@code latest} is only a hint, for it
     * may be older than the newest after a crash.
     *
     * @param notes receives one sentence for each thing found damaged, and what is used instead
     */
    public Optional<LoadedCheckpoint> loadLatest(Consumer<String> notes) {
        List<String> problems = new ArrayList<>();
        List<Long> steps = StepName.list(root);
        pointerProblem(steps).ifPresent(problems::add);
        Optional<LoadedCheckpoint> newest = Optional.empty();
        for (int i = steps.size() - 1; i >= 0 && newest.isEmpty(); i--) {
            newest = tryLoad(steps.get(i), problems);
        }
        String instead =
                newest.map(found -> "using %s instead".formatted(StepName.of(found.step())))
                        .orElse("no undamaged checkpoint is left, so training starts over");
        problems.forEach(problem -> notes.accept(problem + "; " + instead));
        return newest;
    }

    private Optional<LoadedCheckpoint> tryLoad(long step, List<String> problems) {
        try {
            return Optional.of(CheckpointFiles.load(StepName.path(root, step), step));
        } catch (EtudeException e) {
            damaged.add(step);
            problems.add(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<String> pointerProblem(List<Long> steps) {
        if (steps.isEmpty() && !Files.exists(pointer())) {
            return Optional.empty();
        }
        try {
            String name = Files.readString(pointer(), StandardCharsets.ISO_8859_1).strip();
            boolean known = steps.stream().map(StepName::of).anyMatch(name::equals);
            return known
                    ? Optional.empty()
                    : Optional.of(
                            "%s: expected the name of a checkpoint in this directory, found '%s'"
                                    .formatted(pointer(), name));
        } catch (IOException e) {
            return Optional.of(
                    "%s: cannot be read (%s)".formatted(pointer(), Reason.of(pointer(), e)));
        }
    }

    /**
     * The checkpoint of one step, every byte verified.
     *
     * @throws EtudeException when there is none, or it is damaged
     */
    public LoadedCheckpoint load(long step) {
        requireStep(step);
        return CheckpointFiles.load(StepName.path(root, step), step);
    }

    /**
     * The model in the checkpoint of one step: the state of training is neither read nor verified.
     *
     * @throws EtudeException when there is none, or its model is damaged
     */
    public LoadedCheckpoint loadModel(long step) {
        requireStep(step);
        return CheckpointFiles.loadModel(StepName.path(root, step), step);
    }

    private void requireStep(long step) {
        List<Long> steps = StepName.list(root);
        if (!steps.contains(step)) {
            throw new EtudeException(
                    "%s has no checkpoint of step %d; it has steps %s"
                            .formatted(root, step, steps));
        }
    }

    /** The file with the parameters of one step's checkpoint. */
    public Path parameters(long step) {
        return StepName.path(root, step).resolve(CheckpointFiles.PARAMETERS);
    }

    /** Whether there is none, not even a damaged one. */
    public boolean isEmpty() {
        return StepName.list(root).isEmpty();
    }

    /**
     * All checkpoints, oldest first. Those with a damaged manifest, a missing or a cut file are
     * left out, and so are those that {@link #loadLatest} found damaged; checksums are not computed
     * here.
     */
    public List<CheckpointInfo> list() {
        List<CheckpointInfo> checkpoints = new ArrayList<>();
        for (long step : StepName.list(root)) {
            if (!damaged.contains(step)) {
                info(step).ifPresent(checkpoints::add);
            }
        }
        return List.copyOf(checkpoints);
    }

    /**
     * What is wrong with checkpoints, in sentences: a damaged manifest, a missing or a cut file;
     * checksums are not computed here.
     */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (long step : StepName.list(root)) {
            try {
                Manifest.read(StepName.path(root, step), step);
            } catch (EtudeException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        return problems;
    }

    /** Bytes that the parameters of the newest checkpoint take; empty where there is none. */
    public OptionalLong parameterBytes() {
        return StepName.list(root).stream()
                .reduce((earlier, later) -> later)
                .map(step -> StepName.path(root, step).resolve(CheckpointFiles.PARAMETERS).toFile())
                .map(File::length)
                .filter(bytes -> bytes > 0)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    private Optional<CheckpointInfo> info(long step) {
        try {
            Manifest manifest = Manifest.read(StepName.path(root, step), step);
            return Optional.of(new CheckpointInfo(step, manifest.metrics(), manifest.facts()));
        } catch (EtudeException e) {
            return Optional.empty();
        }
    }

    /**
     * Deletes all but the {@code keepBest} best by {@code metric} and the newest, damaged ones
     * included. Call after {@link #save}, so that the new one is whole before an old one goes.
     *
     * @throws EtudeException when the file system refuses; no kept checkpoint is touched
     */
    public void retain(int keepBest, String metric, Mode mode) {
        keep(Retention.kept(list(), keepBest, metric, mode));
    }

    /**
     * Deletes all but the best by {@code metric}; where none has it, all but the newest. For the
     * process that holds the run's lock.
     *
     * @param newest whether the newest stays too, so that training can go on from there
     * @throws EtudeException when the file system refuses; no kept checkpoint is touched
     */
    public void keepBest(String metric, Mode mode, boolean newest) {
        List<CheckpointInfo> all = list();
        List<CheckpointInfo> best = Retention.best(all, metric, mode);
        boolean withNewest = newest || best.isEmpty();
        Set<Long> kept =
                withNewest ? Retention.kept(all, 1, metric, mode) : Set.of(best.get(0).step());
        if (kept.isEmpty()) {
            return; // nothing here is whole: what is left may be worth a rescue
        }
        byte[] name = (StepName.of(Collections.max(kept)) + "\n").getBytes(StandardCharsets.UTF_8);
        AtomicFiles.write(pointer(), name);
        keep(kept);
    }

    private void keep(Set<Long> kept) {
        try {
            for (long step : StepName.list(root)) {
                if (!kept.contains(step)) {
                    Leftovers.discard(StepName.path(root, step));
                }
            }
            Leftovers.sweep(root);
        } catch (IOException e) {
            throw new EtudeException(
                    "cannot delete old checkpoints in %s (%s)".formatted(root, Reason.of(root, e)),
                    e);
        }
    }

    /**
     * Adds what examples are made of to the checkpoints that do not have it, as those of earlier
     * versions; damaged ones are left as they are. For the process that holds the run's lock.
     *
     * @param preprocessing content of {@link PreprocessingFile}
     * @throws EtudeException when the file system refuses; every checkpoint is as whole as it was
     */
    public void add(byte[] preprocessing) {
        for (CheckpointInfo checkpoint : list()) {
            Path directory = StepName.path(root, checkpoint.step());
            try {
                CheckpointFiles.add(directory, checkpoint.step(), preprocessing);
            } catch (IOException e) {
                throw WriteFailures.explain(
                        "file", directory.resolve(PreprocessingFile.NAME), "nothing is lost", e);
            }
        }
    }

    private Path pointer() {
        return root.resolve("latest");
    }
}
