package etude.trainer.checkpoint;

import etude.datasets.EtudeException;
import etude.trainer.config.CheckpointsConfig.Mode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds the checkpoint of a run that someone asks for, to use its model: the state of training is
 * neither read nor verified. Changes nothing on disk.
 *
 * @param root the folder of the run's checkpoints
 * @param notes receives one sentence for each checkpoint that is damaged, and what is used instead
 */
public record CheckpointChoice(Path root, Consumer<String> notes) {
    /**
     * The newest undamaged checkpoint.
     *
     * @throws EtudeException when there is none, naming the damage
     */
    public LoadedCheckpoint latest() {
        List<Long> newestFirst = new ArrayList<>(StepName.list(root));
        newestFirst.sort((a, b) -> Long.compare(b, a));
        return first(newestFirst, new ArrayList<>());
    }

    /**
     * The undamaged checkpoint with the best value of {@code metric}; of equals the earliest.
     *
     * @throws EtudeException when there is none, naming the damage
     */
    public LoadedCheckpoint best(String metric, Mode mode) {
        List<String> problems = new ArrayList<>();
        List<CheckpointInfo> intact = new ArrayList<>();
        for (long step : StepName.list(root)) {
            try {
                Manifest manifest = Manifest.read(StepName.path(root, step), step);
                intact.add(new CheckpointInfo(step, manifest.metrics(), manifest.facts()));
            } catch (EtudeException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        List<CheckpointInfo> ranked = Retention.best(intact, metric, mode);
        if (ranked.isEmpty() && !intact.isEmpty()) {
            throw new EtudeException(
                    "%s: no checkpoint has %s; try --checkpoint latest".formatted(root, metric));
        }
        return first(ranked.stream().map(CheckpointInfo::step).toList(), problems);
    }

    private LoadedCheckpoint first(List<Long> steps, List<String> problems) {
        Optional<LoadedCheckpoint> found = Optional.empty();
        for (int i = 0; i < steps.size() && found.isEmpty(); i++) {
            try {
                found =
                        Optional.of(
                                CheckpointFiles.loadModel(
                                        StepName.path(root, steps.get(i)), steps.get(i)));
            } catch (EtudeException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        LoadedCheckpoint checkpoint = found.orElseThrow(() -> none(problems));
        problems.forEach(
                problem ->
                        notes.accept(
                                "%s; using %s instead"
                                        .formatted(problem, StepName.of(checkpoint.step()))));
        return checkpoint;
    }

    private EtudeException none(List<String> problems) {
        if (problems.isEmpty()) {
            return new EtudeException(root + ": there is no checkpoint yet");
        }
        int others = problems.size() - 1;
        return new EtudeException(
                "no checkpoint of this run is undamaged (%s%s); restore them from a copy, or train the run again: the same `etude train` starts it over"
                        .formatted(
                                problems.get(0),
                                others == 0 ? "" : "; and %d more".formatted(others)));
    }
}
